// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "keep/blockbuffers.h"
#include "keep/md5lanes.h"
#include "keep/throttle.h"
#include "net/httpmessage.h"

#include <atomic>
#include <cstdint>
#include <functional>

namespace arv {

// One copy of a block, as one service sends it. Filled by one thread (room, took), hashed beside it
// by the verifier, read by anybody as far as it has arrived.
class BlockCopy final : public BodySink
{
public:
    // grown: told, in the filling thread, how many bytes have arrived.
    using Grown = std::function<void(std::uint32_t arrived)>;
    // throttle: may be none; must outlive the filling.
    BlockCopy(std::shared_ptr<BlockBuffer> buffer, std::uint32_t size, Grown grown,
              Throttle* throttle = nullptr);

    [[nodiscard]] std::span<char> room() override;
    void took(std::size_t bytes) override;
    [[nodiscard]] bool isThrottled() const override { return m_throttle && m_throttle->isOn(); }
    [[nodiscard]] std::size_t mayTake(std::size_t bytes, std::function<void()> again) override
    {
        return m_throttle->take(bytes, std::move(again));
    }

    [[nodiscard]] std::uint32_t size() const { return m_size; } // bytes that are to come
    [[nodiscard]] std::uint32_t arrived() const
    {
        return m_arrived.load(std::memory_order_acquire);
    }
    [[nodiscard]] bool isWhole() const { return arrived() == m_size; }
    [[nodiscard]] const char* data() const { return m_buffer->data(); }

    // A part of what has arrived.
    [[nodiscard]] Bytes slice(std::uint32_t offset, std::uint32_t length) const;

private:
    friend class BlockVerifier;
    // How far the hash is; the verifier's alone, under its lock; the stream is that of the job that
    // is busy with it.
    struct Hashing
    {
        Md5Stream stream;
        std::uint32_t hashed = 0; // bytes, as of the last step
        bool isQueued = false;
        bool isBusy = false;
        std::function<void(QByteArray digest)> deliver; // set: the digest is wanted
    };

    const std::shared_ptr<BlockBuffer> m_buffer;
    const std::uint32_t m_size;
    const Grown m_grown;
    Throttle* const m_throttle;
    std::atomic<std::uint32_t> m_arrived{0};
    Hashing m_hashing;
};

} // namespace arv
