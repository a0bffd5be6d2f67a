// SPDX-License-Identifier: Apache-2.0
#include "mount/health.h"

namespace arv {

namespace {

using Trouble = MountSnapshot::Trouble;

// One 503 is how a busy server says "in a moment"; the third in a row is trouble.
constexpr int overloadsBeforeTrouble = 3;

} // namespace

bool Health::note(const Result<HttpReply>& outcome)
{
    return outcome ? noteStatus(outcome->status) : noteError(outcome.error());
}

void Health::forget()
{
    m_trouble = Trouble::None;
    m_text.clear();
    m_overloads = 0;
}

bool Health::enter(Trouble trouble, const QString& text)
{
    if (trouble == m_trouble && text == m_text)
        return false;
    m_trouble = trouble;
    m_text = text;
    return true;
}

bool Health::noteStatus(int status)
{
    if (status == 401)
        return enter(Trouble::NotSignedIn,
                     tr("%1 does not accept the token any more; a new one is needed").arg(m_host));
    if (status < 500) {
        m_overloads = 0;
        return enter(Trouble::None, {});
    }
    if (status == 500) // may be about that one request
        return false;
    if (++m_overloads < overloadsBeforeTrouble)
        return false;
    return enter(Trouble::Offline,
                 tr("%1 answers with status %2; it is asked again").arg(m_host).arg(status));
}

bool Health::noteError(const Error& error)
{
    switch (error.code) {
    case Errc::Unreachable:
    case Errc::TimedOut:
        return enter(Trouble::Offline, tr("%1 cannot be reached: %2").arg(m_host, error.text));
    case Errc::NotSignedIn:
        return enter(Trouble::NotSignedIn, tr("%1: %2").arg(m_host, error.text));
    case Errc::Invalid:
        return enter(Trouble::Other, tr("%1: %2").arg(m_host, error.text));
    default: // given up, or about that one answer
        return false;
    }
}

} // namespace arv
