// SPDX-License-Identifier: Apache-2.0
#include "xembedwatcher.h"

#include <QGuiApplication>

#include <cstdlib>
#include <cstring>
#include <memory>

#include <xcb/xcb.h>

namespace arv {

namespace {

constexpr std::uint8_t sentFlag = 0x80; // in an event's type: another client sent it

template <class T>
using Reply = std::unique_ptr<T, decltype(&std::free)>;

} // namespace

XembedWatcher::~XembedWatcher()
{
    if (m_display != nullptr && QCoreApplication::instance() != nullptr)
        QCoreApplication::instance()->removeNativeEventFilter(this);
}

void XembedWatcher::start()
{
    if (QGuiApplication::platformName() != QLatin1String("xcb"))
        return;
    const auto* x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    if (x11 == nullptr || x11->connection() == nullptr)
        return;
    m_display = x11->connection();
    m_manager = atom("MANAGER");
    m_tray = atom("_NET_SYSTEM_TRAY_S0");
    // Qt itself selects the events of the root window that tell of a new owner.
    QCoreApplication::instance()->installNativeEventFilter(this);
    findOwner();
}

std::uint32_t XembedWatcher::atom(const char* name) const
{
    const auto cookie =
        xcb_intern_atom(m_display, 0, static_cast<std::uint16_t>(std::strlen(name)), name);
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(m_display, cookie, nullptr),
                                               &std::free);
    return reply ? reply->atom : 0;
}

void XembedWatcher::findOwner()
{
    const auto cookie = xcb_get_selection_owner(m_display, m_tray);
    const Reply<xcb_get_selection_owner_reply_t> reply(
        xcb_get_selection_owner_reply(m_display, cookie, nullptr), &std::free);
    m_owner = reply ? reply->owner : 0;
    if (m_owner == 0)
        return;
    const std::uint32_t mask = XCB_EVENT_MASK_STRUCTURE_NOTIFY; // tells when it goes
    xcb_change_window_attributes(m_display, m_owner, XCB_CW_EVENT_MASK, &mask);
    xcb_flush(m_display);
}

bool XembedWatcher::concernsTray(const void* message) const
{
    const auto& event = *static_cast<const xcb_generic_event_t*>(message);
    const auto type = static_cast<std::uint8_t>(event.response_type & ~sentFlag);
    if (type == XCB_CLIENT_MESSAGE) {
        const auto& sent = reinterpret_cast<const xcb_client_message_event_t&>(event);
        return sent.type == m_manager && sent.format == 32 && sent.data.data32[1] == m_tray;
    }
    if (type == XCB_DESTROY_NOTIFY)
        return m_owner != 0
            && reinterpret_cast<const xcb_destroy_notify_event_t&>(event).window == m_owner;
    return false;
}

bool XembedWatcher::nativeEventFilter(const QByteArray& type, void* message, qintptr*)
{
    if (type != QByteArrayLiteral("xcb_generic_event_t") || !concernsTray(message))
        return false;
    findOwner();
    // Qt's own tracker hears of this event after us.
    QMetaObject::invokeMethod(this, &XembedWatcher::changed, Qt::QueuedConnection);
    return false;
}

} // namespace arv
