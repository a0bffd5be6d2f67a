// SPDX-License-Identifier: Apache-2.0
#include "fuse/notifier.h"

#define FUSE_USE_VERSION 314
#include <fuse_lowlevel.h>

#include "base/log.h"

#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace arv {

namespace {

bool sameChange(const Change& a, const Change& b)
{
    return a.kind == b.kind && a.parent == b.parent && a.inode == b.inode && a.name == b.name;
}

} // namespace

Notifier::Notifier(fuse_session* session)
    : m_session(session)
    , m_thread([this] { work(); })
{ }

Notifier::~Notifier()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void Notifier::tell(const Change& change)
{
    const std::lock_guard lock(m_mutex);
    const auto same = [&change](const Change& queued) { return sameChange(queued, change); };
    // Only the newest few are looked through: a queue of thousands must not cost their square.
    constexpr std::ptrdiff_t lookBack = 32;
    const auto from = m_queue.end() - std::min<std::ptrdiff_t>(lookBack, std::ssize(m_queue));
    if (m_ending || std::any_of(from, m_queue.end(), same))
        return;
    m_queue.push_back(change);
    m_changed.notify_one();
}

Pending<void> Notifier::drain()
{
    const Promise<void> promise;
    auto pending = promise.pending();
    // The promise is finished in the mount thread; the notifier's only carries it home.
    auto box = std::make_shared<Promise<void>>(promise);
    const auto home = Mailbox::current().address();
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        m_drained = [box = std::move(box), home]() mutable {
            home->post([box = std::move(box)] { box->finishFromLoop(done()); });
        };
    }
    m_changed.notify_one();
    return pending;
}

void Notifier::work()
{
    ::pthread_setname_np(::pthread_self(), "arv-notifier");
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_ending || !m_queue.empty(); });
        if (m_queue.empty())
            break;
        const auto change = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        send(change);
        lock.lock();
    }
    if (auto drained = std::exchange(m_drained, nullptr))
        drained();
}

// Kernels before 6.2 know only how to drop a name. That is right for files; a directory would be
// taken from under the programs that stand in it, so there the name keeps its time.
int Notifier::expire(const Change& change)
{
    if (!m_canExpire && change.directory)
        return 0;
    return fuse_lowlevel_notify_expire_entry(
        m_session, number(change.parent), change.name.constData(),
        static_cast<std::size_t>(change.name.size()),
        m_canExpire ? FUSE_LL_EXPIRE_ONLY : fuse_expire_flags{});
}

void Notifier::send(const Change& change)
{
    int result = 0;
    const auto inode = number(change.inode);
    switch (change.kind) {
    case Change::Kind::Entry:
        result = fuse_lowlevel_notify_inval_entry(m_session, number(change.parent),
                                                  change.name.constData(),
                                                  static_cast<std::size_t>(change.name.size()));
        break;
    case Change::Kind::Expired:
        result = expire(change);
        break;
    case Change::Kind::Content:
        result = fuse_lowlevel_notify_inval_inode(m_session, inode, 0, 0);
        break;
    case Change::Kind::Attributes: // a negative offset: pages stay
        result = fuse_lowlevel_notify_inval_inode(m_session, inode, -1, 0);
        break;
    }
    // The kernel may not know it, or be gone by now.
    if (result != 0 && result != -ENOENT && result != -ENOSYS && result != -ENODEV
        && result != -EBADF)
        qCWarning(logFuse) << "the kernel refused a notification:" << std::strerror(-result);
}

} // namespace arv
