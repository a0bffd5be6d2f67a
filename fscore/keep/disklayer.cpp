// SPDX-License-Identifier: Apache-2.0
#include "keep/disklayer.h"

#include "base/log.h"

namespace arv {

DiskLayer::DiskLayer(const BlockCacheSettings& settings, BlockBuffers& buffers)
    : m_settings(settings)
    , m_buffers(buffers)
{ }

DiskCache* DiskLayer::cache()
{
    std::call_once(m_opened, [this] { open(); });
    const std::lock_guard lock(m_mutex);
    return m_cache.get();
}

void DiskLayer::open()
{
    DiskCache::Settings settings;
    settings.folder = m_settings.folder;
    settings.limit = m_settings.disk;
    auto opened = DiskCache::open(std::move(settings), m_buffers);
    if (!opened)
        return setTrouble(opened.error().text);
    const std::lock_guard lock(m_mutex);
    m_cache = std::move(*opened);
}

std::optional<Bytes> DiskLayer::read(const Locator& locator)
{
    auto* const disk = cache();
    return disk ? disk->read(locator) : std::nullopt;
}

void DiskLayer::write(const Locator& locator, const Bytes& bytes)
{
    auto* const disk = cache();
    if (!disk)
        return;
    const auto written = disk->write(locator, bytes);
    setTrouble(written ? QString() : written.error().text);
}

// Told when it begins, and when it is over; not for each block.
void DiskLayer::setTrouble(const QString& sentence)
{
    const std::lock_guard lock(m_mutex);
    if (m_trouble.isEmpty() && !sentence.isEmpty())
        qCWarning(logKeep).noquote() << sentence << "- blocks are kept in memory alone";
    m_trouble = sentence;
}

void DiskLayer::postClear()
{
    m_pool.post([this] {
        if (auto* const disk = cache())
            disk->clear();
    });
}

void DiskLayer::postRemove(std::vector<QByteArray> hashes,
                           std::function<void(const DiskCache::Removed&)> removed)
{
    m_pool.post([this, hashes = std::move(hashes), removed = std::move(removed)] {
        auto* const disk = cache();
        removed(disk ? disk->removeAll(hashes) : DiskCache::Removed());
    });
}

void DiskLayer::postUse(const Locator& locator)
{
    m_pool.post([this, locator] {
        if (auto* const disk = cache())
            disk->noteUse(locator);
    });
}

void DiskLayer::postLimit(std::uint64_t bytes)
{
    m_pool.post([this, bytes] {
        if (auto* const disk = cache())
            disk->setLimit(bytes);
    });
}

DiskLayer::Figures DiskLayer::figures() const
{
    Figures now;
    now.folder = m_settings.folder;
    const std::lock_guard lock(m_mutex);
    now.trouble = m_trouble;
    if (m_cache)
        now.cache = m_cache->figures();
    return now;
}

} // namespace arv
