// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datafeed.h"
#include "mount/sharedservices.h"

#include <QTimer>

namespace arv {

// The blocks in memory and on their way as the desk sees them. Which blocks a single collection has
// is not known here: it cannot be cleared alone, and that is said. UI thread; the services outlive
// it.
class BlockStoreFeed : public DataFeed
{
    Q_OBJECT

public:
    explicit BlockStoreFeed(SharedServices& shared, QObject* parent = nullptr);

    [[nodiscard]] DataSnapshot snapshot() const override;
    void watch(bool watched) override;
    void setPaused(bool paused) override;
    void setLimit(std::uint64_t bytesPerSecond) override;
    void clear() override;
    void clearCollection(const AccountSettings& account, const QString& token,
                         const QString& collection) override;

private:
    void look();
    void tell();

    SharedServices& m_shared;
    QTimer m_timer; // runs while it is watched
    DataSnapshot m_told;
};

} // namespace arv
