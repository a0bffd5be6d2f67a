// SPDX-License-Identifier: Apache-2.0
#include "tree/recordfile.h"

#include "base/footprint.h"
#include "base/log.h"
#include "tree/context.h"
#include "tree/directory.h"
#include "tree/inodetable.h"
#include "tree/jsontext.h"

namespace arv {

std::optional<Node*> RecordFile::findNow(Directory& owner)
{
    if (!m_goodUntil || owner.context().clock.monotonic() > *m_goodUntil)
        return std::nullopt;
    if (Node* live = owner.liveChild(m_name))
        return live;
    const auto text = [this] { return m_text; };
    return owner.makeChild<InfoFile>(owner.context().inodes.reserve(), m_name, text, Validity{});
}

std::size_t RecordFile::footprint() const
{
    return heapBytes(m_name) + heapBytes(m_text.bytes);
}

void RecordFile::forget()
{
    m_text = {};
    m_goodUntil.reset();
}

void RecordFile::renew(const TreeContext& context, const QJsonObject& record, std::int64_t modified)
{
    renew(context, jsonText(record), modified);
}

void RecordFile::renew(const TreeContext& context, QByteArray text, std::int64_t modified)
{
    m_trouble.forget();
    m_text = {std::move(text), modified};
    m_goodUntil = context.clock.monotonic() + context.refreshTime;
}

bool RecordFile::keepsOld(const TreeContext& context, const Error& why)
{
    if (isEmpty() || why.code == Errc::Cancelled || why.code == Errc::ShuttingDown)
        return false;
    if (m_trouble.isNews(why))
        qCWarning(logTree).noquote() << m_name << "was not fetched again:" << why.text;
    m_goodUntil = context.clock.monotonic() + staleness::afterFailure;
    return true;
}

} // namespace arv
