// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "async/task.h"
#include "base/bytes.h"
#include "keep/blockstore.h"

#include <QHash>

#include <functional>
#include <memory>
#include <optional>
#include <set>

namespace arv {

// Reads blocks for one mount: from memory, else as they arrive. Lives in the mount thread; the work
// is done by the BlockStore, in the transfer thread and on the pool.
class KeepClient
{
public:
    // Asks the API for the services; called at most every 5 minutes and before each new round. Its
    // task belongs to the scope: it must end when the mount does.
    using ServiceSource = std::function<Task<QList<KeepService>>()>;
    using Trust = ArrivingBlock::Trust;

    struct Setup
    {
        Credentials credentials;
        ServiceSource services;
        RetryPolicy retry = {};
        KeepTimeouts timeouts = {};
        const Clock* clock = nullptr; // for tests; must outlive the client
        // Bytes of this block were given out early to these readers, and were wrong or cannot be
        // confirmed.
        std::function<void(const Locator&, const std::set<std::uint64_t>&)> betrayed = {};
    };

    KeepClient(BlockStore& store, TaskScope& scope, Setup setup);
    ~KeepClient();
    KeepClient(const KeepClient&) = delete;
    KeepClient& operator=(const KeepClient&) = delete;

    // A part of a block, and what it is read for.
    struct Part
    {
        Locator block;
        std::uint32_t offset = 0; // bytes
        std::uint32_t length = 0;
        Trust trust = Trust::Verified;
        QString file = {}; // for people
        std::uint64_t reader = 0; // who is named if early bytes turn out wrong
        Transfer::Purpose purpose = Transfer::Purpose::Read;
    };

    // The bytes if they can be given without waiting: most reads end here.
    [[nodiscard]] std::optional<Bytes> now(const Part& part);
    // Errors as of BlockLoader::load(); Cancelled also for a wait that is given up (the fetch goes
    // on for the cache). A failure is the answer for five seconds.
    [[nodiscard]] Task<Bytes> read(Part part, CancelToken token = {});

    // The whole block, verified.
    [[nodiscard]] std::optional<Bytes> cached(const Locator& locator);
    [[nodiscard]] Task<Bytes> fetch(Locator locator, CancelToken token = {});

    // Somebody is likely to read this block soon.
    void readAhead(const Locator& locator, const QString& file);
    // Held by each who reads ahead, since all share the memory.
    [[nodiscard]] std::shared_ptr<void> shareAhead() { return m_store.shareAhead(); }
    // How many blocks one of them may have ahead now.
    [[nodiscard]] unsigned mostAhead() const { return m_store.mostAhead(); }

    // For requests that begin from now on.
    void setToken(const QString& token) { m_store.setToken(m_loader, token); }

    // Gives up every fetch, with Cancelled, and begins no more: part of an orderly end, since the
    // scope is idle only when no fetch is under way.
    void stop();

private:
    class Home;
    struct Remembered
    {
        Error error;
        Clock::Monotonic until;
    };

    [[nodiscard]] std::optional<Bytes> giveOut(ArrivingBlock& block, const Part& part);
    void watchForBetrayal(ArrivingBlock& block, std::uint64_t reader);
    void settle(const QByteArray& key, const ArrivingBlock* block);
    [[nodiscard]] Task<void> close();
    [[nodiscard]] std::optional<Error> remembered(const Locator& locator) const;
    void remember(const Locator& locator, const Error& error);

    BlockStore& m_store;
    TaskScope& m_scope;
    const Clock& m_clock;
    std::function<void(const Locator&, const std::set<std::uint64_t>&)> m_betrayed;
    CancelSource m_stop;
    std::shared_ptr<Home> m_home; // where answers from other threads arrive while this is there
    BlockStore::LoaderId m_loader;
    QHash<QByteArray, Remembered> m_failures; // by whole locator: another signature, another chance
    struct Watch
    {
        std::uint64_t block = 0; // id
        std::set<std::uint64_t> readers;
    };
    QHash<QByteArray, Watch> m_watched; // blocks given out early, by hash and size
};

} // namespace arv
