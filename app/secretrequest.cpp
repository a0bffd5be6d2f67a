// SPDX-License-Identifier: Apache-2.0
#include "secretrequest.h"

#include "base/log.h"
#include "base/visibletext.h"
#include "keychainbackend.h"

#include <QPointer>

#include <qt6keychain/keychain.h>

#include <algorithm>

namespace arv {

namespace {

constexpr int mostTries = 3; // a keychain that changes while it is asked is asked again

} // namespace

SecretRequest::SecretRequest(KeychainService& keychain, QString service, QString account, Kind kind,
                             QString token, QObject* parent)
    : QObject(parent)
    , m_keychain(keychain)
    , m_service(std::move(service))
    , m_account(std::move(account))
    , m_kind(kind)
    , m_token(std::move(token))
{
    m_slow.setSingleShot(true);
    m_hard.setSingleShot(true);
    connect(&m_slow, &QTimer::timeout, this, [this] { Q_EMIT waiting(false); });
    connect(&m_hard, &QTimer::timeout, this, [this] {
        finish(SecretOutcome::State::TimedOut,
               tr("The keychain has not answered for %n minute(s).", nullptr,
                  std::max(1, m_hard.interval() / 60000)));
    });
}

void SecretRequest::begin(Limits limits)
{
    m_slow.start(limits.slow);
    m_hard.start(limits.hard);
    askBefore();
}

void SecretRequest::askBefore()
{
    ++m_tries;
    m_changesBefore = m_keychain.changes();
    m_keychain.ask(m_account, [this, self = QPointer(this)](const KeychainService::Answer& before) {
        using State = KeychainService::State;
        if (!self || m_isFinished)
            return;
        m_wasOpen = before.state == State::Unlocked || before.state == State::NoCollection;
        if (before.state == State::Absent || before.state == State::Failed) {
            judge(before, false, before.text);
        } else if (m_kind == Kind::Remove && m_wasOpen && !before.hasEntry) {
            finish(SecretOutcome::State::Ok);
        } else {
            if (before.state == State::Locked)
                Q_EMIT waiting(true);
            startJob();
        }
    });
}

void SecretRequest::startJob()
{
    if (m_kind == Kind::Read) {
        readBack();
    } else if (m_kind == Kind::Write) {
        auto* job = new QKeychain::WritePasswordJob(m_service);
        job->setTextData(m_token);
        start(job);
    } else {
        start(new QKeychain::DeletePasswordJob(m_service));
    }
}

void SecretRequest::readBack()
{
    start(new QKeychain::ReadPasswordJob(m_service));
}

// The job belongs to nobody and deletes itself: the library's own callbacks hold it, also when this
// request has gone.
void SecretRequest::start(QKeychain::Job* job)
{
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    job->setKey(m_account);
    connect(job, &QKeychain::Job::finished, this, &SecretRequest::onJobFinished);
    startOnSecretService(*job);
}

void SecretRequest::onJobFinished(QKeychain::Job* job)
{
    if (m_isFinished) {
        if (job->error() == QKeychain::NoError)
            Q_EMIT answeredLate();
        deleteLater();
        return;
    }
    const auto* read = qobject_cast<QKeychain::ReadPasswordJob*>(job);
    if (job->error() != QKeychain::NoError)
        askAfter(job->error() == QKeychain::EntryNotFound, job->errorString());
    else if (read != nullptr && m_kind == Kind::Read && !read->textData().isEmpty())
        finish(SecretOutcome::State::Ok, {}, read->textData());
    else if (read != nullptr && m_kind == Kind::Write && read->textData() == m_token)
        finish(SecretOutcome::State::Ok);
    else if (m_kind == Kind::Write && read == nullptr)
        readBack(); // a dismissed question counts as success there
    else
        askAfter(true, {});
}

// `isMissing`: the keychain library says that there is no entry, or none with this token.
void SecretRequest::askAfter(bool isMissing, const QString& complaint)
{
    m_keychain.ask(
        m_account,
        [this, self = QPointer(this), isMissing, complaint](const KeychainService::Answer& after) {
            if (self && !m_isFinished)
                judge(after, isMissing, complaint);
        });
}

void SecretRequest::judge(const KeychainService::Answer& after, bool isMissing,
                          const QString& complaint)
{
    using State = KeychainService::State;
    const bool isSame = m_changesBefore == m_keychain.changes();
    const bool isOpen = after.state == State::Unlocked || after.state == State::NoCollection;
    if (after.state == State::Absent)
        finish(SecretOutcome::State::NoService,
               tr("No keychain (Secret Service) is running in this session."));
    else if (m_tries < mostTries && (!isSame || (isOpen && !m_wasOpen)))
        askBefore(); // exchanged or unlocked meanwhile: what was said may not be the truth
    else if (after.state == State::Locked)
        finish(SecretOutcome::State::Locked, tr("The keychain is locked."));
    else if (after.state == State::Failed)
        finish(SecretOutcome::State::Failed,
               tr("The keychain failed: %1").arg(visibleText(after.text, 200)));
    else
        judgeOpen(after, isMissing, complaint);
}

// The keychain was open all the while.
void SecretRequest::judgeOpen(const KeychainService::Answer& after, bool isMissing,
                              const QString& complaint)
{
    if (m_kind == Kind::Read && isMissing && !after.hasEntry)
        finish(SecretOutcome::State::NotFound, tr("The keychain holds no token of this account."));
    else if (m_kind == Kind::Remove && !after.hasEntry)
        finish(SecretOutcome::State::Ok);
    else if (m_kind == Kind::Write && after.state == KeychainService::State::NoCollection)
        finish(SecretOutcome::State::Failed,
               tr("There is no keyring yet, and none was made for the token."));
    else if (!isMissing && !complaint.isEmpty())
        finish(SecretOutcome::State::Failed,
               tr("The keychain failed: %1").arg(visibleText(complaint, 200)));
    else
        finish(SecretOutcome::State::Failed,
               m_kind == Kind::Read        ? tr("The keychain has an entry but does not give it.")
                   : m_kind == Kind::Write ? tr("The keychain did not keep the token.")
                                           : tr("The keychain did not remove the token."));
}

void SecretRequest::finish(SecretOutcome::State state, const QString& text, const QString& token)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    m_slow.stop();
    m_hard.stop();
    m_token.clear();
    if (state != SecretOutcome::State::Ok)
        qCInfo(logApp).noquote() << "keychain:" << text;
    Q_EMIT finished({state, text, token});
}

} // namespace arv
