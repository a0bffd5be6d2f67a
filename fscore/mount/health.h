// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "mount/mountsnapshot.h"
#include "net/httpmessage.h"

#include <QCoreApplication>
#include <QString>

namespace arv {

// What the outcomes of a mount's requests say of its cluster, in words for people. Fed with every
// outcome; says when the opinion changed. Mount thread.
class Health
{
    Q_DECLARE_TR_FUNCTIONS(Health)

public:
    explicit Health(QString host)
        : m_host(std::move(host))
    { }

    // True if trouble or text are others than before.
    [[nodiscard]] bool note(const Result<HttpReply>& outcome);
    // A new token: what was said of the old one does not count.
    void forget();

    [[nodiscard]] MountSnapshot::Trouble trouble() const { return m_trouble; }
    [[nodiscard]] const QString& text() const { return m_text; } // empty: all is well

private:
    [[nodiscard]] bool enter(MountSnapshot::Trouble trouble, const QString& text);
    [[nodiscard]] bool noteStatus(int status);
    [[nodiscard]] bool noteError(const Error& error);

    QString m_host;
    MountSnapshot::Trouble m_trouble = MountSnapshot::Trouble::None;
    QString m_text;
    int m_overloads = 0; // in a row
};

} // namespace arv
