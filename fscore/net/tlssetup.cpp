// SPDX-License-Identifier: Apache-2.0
#include "net/tlssetup.h"

#include <QFile>
#include <QSslCertificate>

namespace arv {

namespace {

constexpr qint64 largestCaFile = 16 << 20; // bytes; a system's whole list has 200 KiB

Result<QList<QSslCertificate>> certificatesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            Errc::Invalid,
            QStringLiteral("the CA file %1 cannot be read: %2").arg(path, file.errorString())};
    const auto certificates = QSslCertificate::fromData(file.read(largestCaFile), QSsl::Pem);
    if (certificates.isEmpty())
        return Error{Errc::Invalid,
                     QStringLiteral("the CA file %1 holds no PEM certificate").arg(path)};
    return certificates;
}

} // namespace

Result<QSslConfiguration> tlsSetup(const Credentials& credentials)
{
    auto setup = QSslConfiguration::defaultConfiguration();
    setup.setProtocol(QSsl::TlsV1_2OrLater);
    if (credentials.insecure)
        setup.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!credentials.caFile.isEmpty()) {
        const auto certificates = certificatesOf(credentials.caFile);
        if (!certificates)
            return certificates.error();
        setup.setCaCertificates(*certificates);
    }
    return setup;
}

} // namespace arv
