// SPDX-License-Identifier: Apache-2.0
#include "plotaccessible.h"

#include "plot.h"

namespace arv {

namespace {

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* plot = qobject_cast<Plot*>(object);
    return plot ? new PlotAccessible(*plot) : nullptr; // Qt owns it
}

} // namespace

PlotAccessible::PlotAccessible(Plot& plot)
    : QAccessibleWidget(&plot, QAccessible::Chart)
    , m_plot(plot)
{ }

QString PlotAccessible::text(QAccessible::Text kind) const
{
    if (kind == QAccessible::Description || kind == QAccessible::Value)
        return m_plot.words();
    if (kind == QAccessible::Help)
        return Plot::tr("Left and Right move the reading point, Home and End to the oldest and the "
                        "newest value.");
    return QAccessibleWidget::text(kind);
}

void PlotAccessible::install()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

void PlotAccessible::announce(Plot& plot)
{
    QAccessibleEvent event(&plot, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

} // namespace arv
