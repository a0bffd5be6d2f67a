// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desk.h"

#include <QWidget>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QMessageBox;
class QPushButton;

namespace arv {

class BlockCacheLayer;
class Notice;
class Sight;

// The block cache, which all mounts share, live: memory and disk, what it saved and what it found
// wrong; it can be cleared. Asks for figures only while a person can see it. The desk outlives it.
// UI thread.
class BlockCacheView : public QWidget
{
    Q_OBJECT

public:
    explicit BlockCacheView(Desk& desk, QWidget* parent = nullptr);
    ~BlockCacheView() override;

private:
    [[nodiscard]] QHBoxLayout* makeFoot();
    [[nodiscard]] QHBoxLayout* makeLayers();
    [[nodiscard]] QWidget* makeNumbers();
    // A caption and below it a number; returns the number's label.
    QLabel* addNumber(QGridLayout& grid, const QString& caption, const QString& explanation);
    void watch(bool seen);
    void showData();
    void showNumbers(const BlockCacheFigures& figures);
    void showPlace(const BlockCacheFigures& figures);
    void askToClear();

    Desk& m_desk;
    Sight* m_sight;
    BlockCacheLayer* m_memory;
    BlockCacheLayer* m_disk;
    QPushButton* m_clear;
    QLabel* m_misses = nullptr;
    QLabel* m_hitRate = nullptr;
    QLabel* m_arriving = nullptr;
    QLabel* m_verified = nullptr;
    QLabel* m_mismatches = nullptr;
    QLabel* m_folder;
    Notice* m_trouble;
};

} // namespace arv
