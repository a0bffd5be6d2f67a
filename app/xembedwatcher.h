// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractNativeEventFilter>
#include <QObject>

#include <cstdint>

struct xcb_connection_t;

namespace arv {

// Whether an X11 display has a tray: the owner of the selection _NET_SYSTEM_TRAY_S0, which says
// when it comes. Never present without X11. UI thread; a question to the display takes one round
// trip.
class XembedWatcher : public QObject, private QAbstractNativeEventFilter
{
    Q_OBJECT

public:
    XembedWatcher() = default;
    ~XembedWatcher() override;

    void start();
    [[nodiscard]] bool isPresent() const { return m_owner != 0; }

Q_SIGNALS:
    void changed(); // came, went, or was replaced

private:
    bool nativeEventFilter(const QByteArray& type, void* message, qintptr* result) override;
    [[nodiscard]] bool concernsTray(const void* message) const;
    [[nodiscard]] std::uint32_t atom(const char* name) const;
    void findOwner();

    xcb_connection_t* m_display = nullptr; // Qt's
    std::uint32_t m_manager = 0; // atoms
    std::uint32_t m_tray = 0;
    std::uint32_t m_owner = 0; // window; 0: there is none
};

} // namespace arv
