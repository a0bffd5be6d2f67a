// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace arv {

// A running MD5 over bytes that arrive in pieces. The only place of fscore that knows OpenSSL. One
// value belongs to one thread at a time; several may run side by side. Movable, not copyable; of
// one moved from only the destructor may be called.
class Md5
{
public:
    Md5();
    ~Md5();
    Md5(Md5&&) noexcept;
    Md5& operator=(Md5&&) noexcept;

    void append(QByteArrayView bytes);

    // The digest of what was appended, 32 lower-case hex digits; then it begins anew.
    [[nodiscard]] QByteArray finish();

private:
    void begin();

    struct Context;
    std::unique_ptr<Context> m_context;
};

// 32 lower-case hex digits. Any thread.
[[nodiscard]] QByteArray md5Hex(QByteArrayView bytes);

} // namespace arv
