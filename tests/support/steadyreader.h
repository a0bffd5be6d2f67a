// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/looking.h"

namespace arv::test {

// A program that reads one file again and again, by its name and through a handle that it keeps, on
// a thread of its own, from when it is made until ended(). The file's content must stay.
class SteadyReader
{
public:
    struct Record
    {
        std::int64_t reads = 0;
        std::chrono::milliseconds longest{0}; // that one of them took
        QByteArray wrong; // what was read instead of the content, or why nothing was; empty: never
    };

    SteadyReader(const QString& path, const QByteArray& content)
        : m_shared(std::make_shared<Shared>())
    {
        std::thread([shared = m_shared, path, content] {
            shared->record = readOn(*shared, path, content);
            shared->isDone = true;
        }).detach();
    }
    ~SteadyReader() { m_shared->ending = true; }
    SteadyReader(const SteadyReader&) = delete;
    SteadyReader& operator=(const SteadyReader&) = delete;

    // Nothing: it hangs.
    [[nodiscard]] std::optional<Record> ended()
    {
        m_shared->ending = true;
        if (!waitUntil([this] { return m_shared->isDone.load(); }))
            return std::nullopt;
        return m_shared->record;
    }

private:
    struct Shared
    {
        std::atomic<bool> ending = false;
        std::atomic<bool> isDone = false;
        Record record;
    };

    static Record readOn(const Shared& shared, const QString& path, const QByteArray& content)
    {
        using namespace std::chrono;
        Record record;
        const int kept = ::open(path.toUtf8().constData(), O_RDONLY | O_CLOEXEC);
        while (!shared.ending && record.wrong.isEmpty()) {
            const auto begun = steady_clock::now();
            for (const auto& bytes :
                 {contentOf(path, true), bytesAt(kept, 0, content.size(), true)}) {
                ++record.reads;
                if (bytes != content)
                    record.wrong = bytes.isEmpty() ? "nothing" : bytes.left(60);
            }
            record.longest =
                std::max(record.longest, duration_cast<milliseconds>(steady_clock::now() - begun));
            std::this_thread::sleep_for(10ms);
        }
        ::close(kept);
        return record;
    }

    std::shared_ptr<Shared> m_shared;
};

} // namespace arv::test
