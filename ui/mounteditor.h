// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "fittingdialog.h"

class QComboBox;

namespace arv {

class AdvancedForm;
class Collapsible;
class MountForm;
class Notice;

// Makes or changes one mount; settings with an empty id make a new one. What the desk refuses is
// said in place. Removing asks first. Show it with open() or show(). UI thread.
class MountEditor : public FittingDialog
{
    Q_OBJECT

public:
    MountEditor(Desk& desk, const MountSettings& settings, QWidget* parent = nullptr);

    [[nodiscard]] const QString& mountId() const { return m_settings.id; }

private:
    void addParts();
    [[nodiscard]] QWidget* makeFields();
    [[nodiscard]] QWidget* makeButtons();
    void fillAccounts();
    void showFields();
    [[nodiscard]] QString findProblem();
    void save();
    void askToRemove();
    [[nodiscard]] MountSettings settings() const;

    Desk& m_desk;
    MountSettings m_settings;
    QComboBox* m_account;
    MountForm* m_form;
    Collapsible* m_fold;
    AdvancedForm* m_advanced; // in it
    Notice* m_notice;
};

} // namespace arv
