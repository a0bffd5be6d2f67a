// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "keychainservice.h"
#include "secretoutcome.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace QKeychain {
class Job;
}

namespace arv {

// One thing asked of the keychain, from the question whether it is open to an outcome that can be
// believed: the keychain library tells neither "dismissed" from "no such entry" nor "stored" from
// "not stored", so the Secret Service is asked before and after. Finishes exactly once, from the
// event loop; what comes after that is only told. UI thread.
class SecretRequest : public QObject
{
    Q_OBJECT

public:
    enum class Kind
    {
        Read,
        Write,
        Remove
    };
    struct Limits
    {
        std::chrono::milliseconds slow{3000}; // then it is told as waiting
        std::chrono::milliseconds hard{300000}; // then it is given up; a person may be asked
    };

    SecretRequest(KeychainService& keychain, QString service, QString account, Kind kind,
                  QString token, QObject* parent);

    void begin(Limits limits);

Q_SIGNALS:
    void waiting(bool isLocked); // it takes long, or the keychain is locked and may be asking
    void finished(const arv::SecretOutcome& outcome);
    void answeredLate(); // after it was given up: asking again would now help

private:
    void askBefore();
    void startJob();
    void onJobFinished(QKeychain::Job* job);
    void readBack();
    void askAfter(bool isMissing, const QString& complaint);
    void judge(const KeychainService::Answer& after, bool isMissing, const QString& complaint);
    void judgeOpen(const KeychainService::Answer& after, bool isMissing, const QString& complaint);
    void start(QKeychain::Job* job);
    void finish(SecretOutcome::State state, const QString& text = {}, const QString& token = {});

    KeychainService& m_keychain;
    QString m_service;
    QString m_account;
    Kind m_kind;
    QString m_token;
    QTimer m_slow;
    QTimer m_hard;
    int m_tries = 0;
    int m_changesBefore = 0;
    bool m_wasOpen = false; // before the keychain was asked
    bool m_isFinished = false;
};

} // namespace arv
