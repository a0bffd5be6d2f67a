// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"
#include "projectnode.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>
#include <QWidget>

namespace arv {

// All that is known of one row of the project tree, to read and to copy from. Every text is plain
// and of bounded length, whatever the server sent. UI thread.
class ProjectDetails : public QWidget
{
    Q_OBJECT

public:
    explicit ProjectDetails(const Desk& desk, QWidget* parent = nullptr);
    void showNode(const ProjectNode& node);
    void clear();

    static constexpr int mostProperties = 200; // rows

private:
    enum Field
    {
        Kind,
        State,
        Access,
        Uuid,
        Hash,
        Files,
        Size,
        Modified,
        Owner,
        User,
        Cluster,
        Path,
        FieldCount
    };
    using Values = QHash<int, QString>;

    void makeFields();
    void makeTable();
    void fill(const QString& title, const QString& icon, const Values& values,
              const QJsonObject& properties = {});
    void fillProperties(const QJsonObject& properties);
    void copyProperties() const;
    [[nodiscard]] Values accountValues(const ProjectNode& node) const;
    [[nodiscard]] Values placeValues(const ProjectNode& node) const;
    [[nodiscard]] Values itemValues(const ProjectNode& node) const;
    [[nodiscard]] static QString fieldName(int field);
    [[nodiscard]] QString pathOf(const ProjectNode& node) const;

    const Desk& m_desk;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_hint;
    QWidget* m_body;
    QFormLayout* m_form;
    QList<QLineEdit*> m_values; // by Field
    QLabel* m_tableTitle;
    QTableWidget* m_table;
};

} // namespace arv
