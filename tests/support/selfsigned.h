// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTemporaryFile>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace arv::test {

// A certificate for localhost, valid for an hour, that only those trust who are given its file. For
// servers of Qt in tests.
class SelfSigned
{
public:
    SelfSigned()
    {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                      &EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
        sign(certificate.get(), key.get());
        const auto pem = pemOf([&](BIO* to) { return PEM_write_bio_X509(to, certificate.get()); });
        const auto keyPem = pemOf([&](BIO* to) {
            return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        m_setup.setLocalCertificate(QSslCertificate(pem));
        m_setup.setPrivateKey(QSslKey(keyPem, QSsl::Ec));
        if (!m_file.open() || m_file.write(pem) != pem.size() || !m_file.flush())
            qFatal("the certificate cannot be written");
    }

    [[nodiscard]] const QSslConfiguration& server() const { return m_setup; }
    [[nodiscard]] QString caFile() const { return m_file.fileName(); } // PEM

private:
    static void sign(X509* certificate, EVP_PKEY* key)
    {
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        auto* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        auto* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
        X509_add_ext(certificate, names, -1);
        X509_EXTENSION_free(names);
        if (X509_sign(certificate, key, EVP_sha256()) == 0)
            qFatal("no certificate");
    }

    template <class Write>
    static QByteArray pemOf(Write write)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
        if (write(memory.get()) != 1)
            qFatal("no PEM");
        char* bytes = nullptr;
        const auto length = BIO_get_mem_data(memory.get(), &bytes);
        return {bytes, static_cast<qsizetype>(length)};
    }

    QSslConfiguration m_setup = QSslConfiguration::defaultConfiguration();
    QTemporaryFile m_file;
};

} // namespace arv::test
