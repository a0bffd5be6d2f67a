// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datafeed.h"
#include "mount/sharedservices.h"

#include <QTimer>

namespace arv {

// The block cache as the desk sees it. Of transfers it knows nothing: they can neither be
// seen, nor paused, nor limited, and it says so. UI thread; the services outlive it.
class BlockCacheFeed : public DataFeed
{
    Q_OBJECT

public:
    explicit BlockCacheFeed(SharedServices& shared, QObject* parent = nullptr);

    [[nodiscard]] DataSnapshot snapshot() const override;
    void watch(bool watched) override;
    void setPaused(bool paused) override;
    void setLimit(std::uint64_t bytesPerSecond) override;
    void clear() override;
    void clearCollection(const AccountSettings& account, const QString& token,
                         const QString& collection) override;

private:
    void look();

    SharedServices& m_shared;
    QTimer m_timer; // runs while it is watched
    DataSnapshot m_told;
};

} // namespace arv
