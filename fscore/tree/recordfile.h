// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "tree/infofile.h"
#include "tree/toldonce.h"

#include <QJsonObject>

namespace arv {

class Directory;

// The special file of a directory that shows the API's record of it. The text is fetched when the
// name is looked up, and again when it is older than the refresh time; the kernel caches nothing.
// Part of its directory; mount thread only.
class RecordFile
{
public:
    explicit RecordFile(const char* name)
        : m_name(name)
    { }

    // nullopt: the record must be fetched (and given to renew()) first.
    [[nodiscard]] std::optional<Node*> findNow(Directory& owner);
    [[nodiscard]] bool isEmpty() const { return m_text.bytes.isEmpty(); }
    [[nodiscard]] std::size_t footprint() const; // of the text
    void forget();
    void expire() { m_goodUntil.reset(); } // fetched again at the next lookup
    void renew(const TreeContext& context, const QJsonObject& record, std::int64_t modified);
    void renew(const TreeContext& context, QByteArray text, std::int64_t modified);
    // The record could not be fetched: an old text is shown on, and a new try follows soon. False:
    // there is none, or nobody waits any more.
    [[nodiscard]] bool keepsOld(const TreeContext& context, const Error& why);

private:
    QByteArray m_name;
    InfoFile::Text m_text;
    ToldOnce m_trouble; // why it was not fetched again
    std::optional<Clock::Monotonic> m_goodUntil;
};

} // namespace arv
