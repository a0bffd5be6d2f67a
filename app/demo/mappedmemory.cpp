// SPDX-License-Identifier: Apache-2.0
#include "demo/mappedmemory.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <sys/mman.h>

namespace arv::demo {

namespace {

// What can be used without anybody being killed for it; without an answer everything may be tried.
std::uint64_t availableBytes()
{
    std::ifstream figures("/proc/meminfo");
    std::string name;
    std::uint64_t kibibytes = 0;
    while (figures >> name >> kibibytes) {
        if (name == "MemAvailable:")
            return kibibytes * 1024;
        figures.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return std::numeric_limits<std::uint64_t>::max();
}

Error tooMuch(std::uint64_t size, const QString& why)
{
    return {Errc::NoMemory,
            QStringLiteral("%1 MiB of memory cannot be had: %2").arg(size >> 20).arg(why)};
}

} // namespace

MappedMemory::MappedMemory(char* data, std::uint64_t size)
    : m_data(data)
    , m_size(size)
{ }

MappedMemory::~MappedMemory()
{
    ::munmap(m_data, m_size);
}

Result<std::shared_ptr<MappedMemory>> MappedMemory::make(std::uint64_t size)
{
    if (const auto spare = availableBytes(); size > spare)
        return tooMuch(size, QStringLiteral("%1 MiB are available").arg(spare >> 20));
    void* const at =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        return tooMuch(size, QString::fromLocal8Bit(std::strerror(errno)));
    ::madvise(at, size, MADV_HUGEPAGE);
    return std::shared_ptr<MappedMemory>(new MappedMemory(static_cast<char*>(at), size));
}

SteadyBytes MappedMemory::part(std::uint64_t offset, std::uint64_t size) const
{
    if (offset > m_size || size > m_size - offset)
        return {};
    return {shared_from_this(), m_data + offset, size};
}

} // namespace arv::demo
