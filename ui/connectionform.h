// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace arv {

class Notice;

// How a cluster is reached: its proxy, and how its certificate is checked: a CA file of one's own,
// and the switch that turns the check off, which warns for as long as it is on. UI thread; reads no
// file.
class ConnectionForm : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionForm(QWidget* parent = nullptr);

    [[nodiscard]] QString caFile() const;
    [[nodiscard]] bool isInsecure() const;
    [[nodiscard]] QString proxy() const; // as it is stored; empty: the environment's, or a problem
    [[nodiscard]] bool isStandard() const;
    void setCaFile(const QString& path);
    void setInsecure(bool insecure);
    void setProxy(const QString& proxy);
    [[nodiscard]] QString problem() const; // one sentence; empty: none

Q_SIGNALS:
    void edited();

private:
    void chooseFile();
    void warn(bool insecure);

    QLineEdit* m_caFile;
    QLineEdit* m_proxy;
    QCheckBox* m_insecure;
    Notice* m_warning;
};

} // namespace arv
