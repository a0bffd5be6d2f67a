// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <memory>
#include <string>

typedef struct ssl_ctx_st SSL_CTX;

namespace arv::demo {

// A certificate authority and a server certificate for localhost, 127.0.0.1 and ::1, made on the
// spot (EC P-256). Neither private key ever leaves the process; the authority's certificate is in a
// file of mode 0600 in a folder of mode 0700, both gone with this object. Immutable; any thread.
class Certificate
{
public:
    [[nodiscard]] static Result<std::shared_ptr<const Certificate>> make();
    ~Certificate();
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    [[nodiscard]] const std::string& caFile() const { return m_caFile; } // PEM
    [[nodiscard]] SSL_CTX* serverContext() const { return m_context; } // for TLS servers; ours
    // The server's certificate and its key, for a TLS library that reads PEM; empty if there is no
    // memory.
    [[nodiscard]] std::string serverPem() const;
    [[nodiscard]] std::string serverKeyPem() const;

private:
    Certificate() = default;
    [[nodiscard]] Result<void> makeKeys();
    [[nodiscard]] Result<void> writeFile(const std::string& pem);

    SSL_CTX* m_context = nullptr;
    std::string m_folder;
    std::string m_caFile;
};

} // namespace arv::demo
