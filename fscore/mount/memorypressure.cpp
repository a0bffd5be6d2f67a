// SPDX-License-Identifier: Apache-2.0
#include "mount/memorypressure.h"

#include "async/mailbox.h"
#include "base/log.h"
#include "mount/pressuresources.h"

#include <pthread.h>

namespace arv {

MemoryPressure::MemoryPressure(Settings settings)
    : m_settings(std::move(settings))
{ }

MemoryPressure::~MemoryPressure()
{
    if (!m_thread.joinable())
        return;
    m_sources->stop();
    m_thread.join();
}

void MemoryPressure::Watchers::dropExpired()
{
    std::erase_if(list, [](const Watcher& watcher) { return watcher.told.expired(); });
}

MemoryPressure::Watch MemoryPressure::watch(std::function<void()> told)
{
    const auto call = std::make_shared<const std::function<void()>>(std::move(told));
    const std::lock_guard lock(m_watchers->mutex);
    m_watchers->list.push_back({call, Mailbox::current().address()});
    if (!std::exchange(m_started, true))
        start();
    const auto letGo = [call = call, watchers = std::weak_ptr(m_watchers)](const auto*) mutable {
        call.reset();
        if (const auto at = watchers.lock()) {
            const std::lock_guard listLock(at->mutex);
            at->dropExpired();
        }
    };
    return {call.get(), letGo};
}

void MemoryPressure::start()
{
    m_sources = std::make_unique<PressureSources>(PressureSources::Files{
        m_settings.cgroups, m_settings.memberships, m_settings.systemPressure});
    if (m_sources->isEmpty()) {
        qCDebug(logMount) << "this system does not say when memory is short";
        return;
    }
    m_thread = std::thread([this] { run(); });
}

void MemoryPressure::run()
{
    ::pthread_setname_np(::pthread_self(), "arv-pressure");
    while (m_sources->listen()) {
        tell();
        if (!m_sources->rest(m_settings.calm))
            return;
    }
}

void MemoryPressure::tell()
{
    qCInfo(logMount) << "memory is short";
    const std::lock_guard lock(m_watchers->mutex);
    m_watchers->dropExpired();
    for (const auto& watcher : m_watchers->list) {
        watcher.home->post([told = watcher.told] {
            if (const auto watch = told.lock())
                (*watch)();
        });
    }
}

} // namespace arv
