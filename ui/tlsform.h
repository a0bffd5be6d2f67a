// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace arv {

class Notice;

// How a cluster's certificate is checked: a CA file of one's own, and the switch that turns the
// check off, which warns for as long as it is on. UI thread; reads no file.
class TlsForm : public QWidget
{
    Q_OBJECT

public:
    explicit TlsForm(QWidget* parent = nullptr);

    [[nodiscard]] QString caFile() const;
    [[nodiscard]] bool isInsecure() const;
    [[nodiscard]] bool isStandard() const { return caFile().isEmpty() && !isInsecure(); }
    void setCaFile(const QString& path);
    void setInsecure(bool insecure);
    [[nodiscard]] QString problem() const; // one sentence; empty: none

Q_SIGNALS:
    void edited();

private:
    void chooseFile();
    void warn(bool insecure);

    QLineEdit* m_caFile;
    QCheckBox* m_insecure;
    Notice* m_warning;
};

} // namespace arv
