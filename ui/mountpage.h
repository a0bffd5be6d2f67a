// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QCheckBox;

namespace arv {

class MountForm;
class Notice;

// The assistant's second page: who the token belongs to, and what to mount, if anything. UI thread.
class MountPage : public QWidget
{
    Q_OBJECT

public:
    explicit MountPage(Desk& desk, QWidget* parent = nullptr);

    // Proposals for another account replace what was entered; for the same one they do not.
    void prepare(const AccountSettings& account, const AccountSnapshot& outcome);
    // None: no mount now.
    [[nodiscard]] std::optional<MountSettings> settings() const;
    // What is wrong with the fields is said on the page.
    [[nodiscard]] bool isAcceptable();

private:
    void introduce(const AccountSettings& account, const AccountSnapshot& outcome);
    [[nodiscard]] QString freeName(const QString& wanted) const;

    Desk& m_desk;
    QString m_preparedFor;
    Notice* m_who;
    QCheckBox* m_wanted;
    MountForm* m_form;
    Notice* m_notice;
};

} // namespace arv
