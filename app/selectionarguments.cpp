// SPDX-License-Identifier: Apache-2.0
#include "selectionarguments.h"

#include "base/idforms.h"
#include "base/visibletext.h"

#include <QCommandLineParser>
#include <QSet>

#include <array>

namespace arv {

namespace {

using Mode = MountSelection::Mode;

struct ModeOption
{
    const char* name;
    Mode mode;
    const char* value = nullptr;
};

constexpr std::array modeOptions{
    ModeOption{"all", Mode::All},
    ModeOption{"custom", Mode::Custom},
    ModeOption{"home", Mode::Home},
    ModeOption{"shared", Mode::Shared},
    ModeOption{"by-id", Mode::ById},
    ModeOption{"by-pdh", Mode::ByPdh},
    ModeOption{"by-tag", Mode::ByTag},
    ModeOption{"project", Mode::Project, "UUID"},
    ModeOption{"collection", Mode::Collection, "ID"},
};

struct EntryOption
{
    const char* name;
    CustomMount::Kind kind;
};

constexpr std::array entryOptions{
    EntryOption{"mount-home", CustomMount::Kind::Home},
    EntryOption{"mount-shared", CustomMount::Kind::Shared},
    EntryOption{"mount-by-id", CustomMount::Kind::ById},
    EntryOption{"mount-by-pdh", CustomMount::Kind::ByPdh},
    EntryOption{"mount-by-tag", CustomMount::Kind::ByTag},
};

constexpr char temporaryOption[] = "mount-tmp";

// A mode, or the default.
Result<MountSelection> modeFrom(const QCommandLineParser& parser)
{
    MountSelection selection;
    QStringList all;
    QStringList given;
    for (const auto& each : modeOptions) {
        const auto name = QString::fromLatin1(each.name);
        all += QStringLiteral("--") + name;
        if (!parser.isSet(name))
            continue;
        given += all.last();
        selection.mode = each.mode;
        if (each.value)
            selection.id = parser.value(name);
    }
    if (given.size() > 1)
        return Error{Errc::Invalid,
                     QStringLiteral("%1 cannot be given together: only one of %2 may be")
                         .arg(given.join(QStringLiteral(" and ")), all.join(QStringLiteral(", ")))};
    return selection;
}

Result<void> checkId(const MountSelection& selection)
{
    const auto& id = selection.id;
    if (selection.mode == Mode::Project && !isUuidOf(id, groupInfix))
        return {Errc::Invalid,
                QStringLiteral("--project: %1 is not a project's UUID").arg(visibleText(id, 100))};
    if (selection.mode == Mode::Collection && !isUuidOf(id, collectionInfix)
        && !isPortableDataHash(id))
        return {Errc::Invalid,
                QStringLiteral("--collection: %1 is neither a collection's UUID nor a portable "
                               "data hash")
                    .arg(visibleText(id, 100))};
    return done();
}

Result<void> checkNames(const QStringList& names, const QString& option, QSet<QString>& taken)
{
    for (const auto& name : names) {
        const auto shown = visibleText(name, 100);
        if (!isFileName(name))
            return {Errc::NotPermitted,
                    QStringLiteral("--%1: “%2” cannot be the name of a directory: give one that is "
                                   "not empty, “.” or “..”, has no “/” in it and is not too long")
                        .arg(option, shown)};
        if (taken.contains(name))
            return {Errc::NotPermitted,
                    QStringLiteral("--%1: the name “%2” is given twice: give each entry its own")
                        .arg(option, shown)};
        taken.insert(name);
    }
    return done();
}

Result<QList<CustomMount>> entriesFrom(const QCommandLineParser& parser)
{
    if (parser.isSet(QString::fromLatin1(temporaryOption)))
        return Error{Errc::NotSupported,
                     QStringLiteral("--mount-tmp: writing is not there yet, so there are no "
                                    "temporary collections; leave it out")};
    QList<CustomMount> entries;
    QSet<QString> taken;
    for (const auto& each : entryOptions) {
        const auto option = QString::fromLatin1(each.name);
        const auto names = parser.values(option);
        if (const auto checked = checkNames(names, option, taken); !checked)
            return checked.error();
        for (const auto& name : names)
            entries += CustomMount{each.kind, name};
    }
    return entries;
}

bool isModeGiven(const QCommandLineParser& parser)
{
    return std::any_of(modeOptions.begin(), modeOptions.end(), [&parser](const ModeOption& each) {
        return each.mode != Mode::Custom && parser.isSet(QString::fromLatin1(each.name));
    });
}

} // namespace

QList<QCommandLineOption> selectionOptions()
{
    QList<QCommandLineOption> options;
    for (const auto& each : modeOptions)
        options +=
            QCommandLineOption(QString::fromLatin1(each.name), {}, QString::fromLatin1(each.value));
    const auto name = QStringLiteral("NAME");
    for (const auto& each : entryOptions)
        options += QCommandLineOption(QString::fromLatin1(each.name), {}, name);
    options += QCommandLineOption(QString::fromLatin1(temporaryOption), {}, name);
    return options;
}

Result<MountSelection> selectionFrom(const QCommandLineParser& parser)
{
    auto selection = modeFrom(parser);
    if (!selection)
        return selection;
    if (const auto checked = checkId(*selection); !checked)
        return checked.error();
    const auto entries = entriesFrom(parser);
    if (!entries)
        return entries.error();
    if (!entries->isEmpty() && isModeGiven(parser))
        return Error{Errc::NotPermitted,
                     QStringLiteral("--mount-* lay out a mount of their own and cannot be combined "
                                    "with another mode: leave one of them out")};
    // As arv-mount does: with nothing to lay out, --custom is as if it had not been given.
    selection->mode = entries->isEmpty()
        ? (selection->mode == Mode::Custom ? Mode::All : selection->mode)
        : Mode::Custom;
    selection->custom = *entries;
    return selection;
}

} // namespace arv
