// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace arv {

class CustomList;

// What a mount shows and where: name, kind, id of the object or layout, directory, start at login.
// The proposed directory follows the name until a person chooses another one. UI thread; the file
// system is not asked.
class MountForm : public QWidget
{
    Q_OBJECT

public:
    explicit MountForm(const Desk& desk, QWidget* parent = nullptr);

    void setSettings(const MountSettings& settings);
    // The given ones with what is in the form.
    [[nodiscard]] MountSettings settings() const;
    // One sentence about the first field that is wrong, which gets the focus; empty: none.
    [[nodiscard]] QString findProblem();

private:
    void prepareFields();
    void addShows();
    void addRows();
    void nameEdited(const QString& name);
    void showChanged();
    void chooseDirectory();
    [[nodiscard]] MountSettings::Show chosenShow() const;
    [[nodiscard]] QString nameProblem() const;
    [[nodiscard]] bool needsObject() const;
    [[nodiscard]] bool needsEntries() const;

    const Desk& m_desk;
    MountSettings m_settings;
    bool m_ownDirectory = false; // chosen by a person
    QLineEdit* m_name;
    QComboBox* m_show;
    QLabel* m_objectLabel;
    QLineEdit* m_object;
    QLabel* m_entriesLabel;
    CustomList* m_entries;
    QLineEdit* m_directory;
    QCheckBox* m_atLogin;
};

} // namespace arv
