// SPDX-License-Identifier: Apache-2.0
#include "confirm.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace arv {

QMessageBox* confirm(QWidget* parent, const Question& question, std::function<void()> agreed)
{
    auto* box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(question.title);
    box->setTextFormat(Qt::PlainText);
    box->setText(question.text);
    box->setInformativeText(question.details);
    // The box gives the text's format to the details as well, but only where it makes their label.
    for (auto* label : box->findChildren<QLabel*>())
        label->setTextFormat(Qt::PlainText);
    auto* action = box->addButton(question.action, QMessageBox::DestructiveRole);
    auto* cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(cancel);
    box->setEscapeButton(cancel);
    QObject::connect(box, &QMessageBox::buttonClicked, parent,
                     [action, agreed = std::move(agreed)](const QAbstractButton* pressed) {
                         if (pressed == action)
                             agreed();
                     });
    box->open();
    return box;
}

} // namespace arv
