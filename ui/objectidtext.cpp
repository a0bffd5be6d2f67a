// SPDX-License-Identifier: Apache-2.0
#include "objectidtext.h"

#include "base/idforms.h"

#include <QCoreApplication>

namespace arv {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ObjectIdText)

public:
    static QString noProject()
    {
        return tr("Enter the UUID of a project: it looks like zzzzz-j7d0g-0123456789abcde.");
    }
    static QString noCollection()
    {
        return tr("Enter the UUID of a collection, like zzzzz-4zz18-0123456789abcde, or its "
                  "portable data hash.");
    }
    static QString collectionForProject()
    {
        return tr("This is the UUID of a collection, not of a project.");
    }
    static QString projectForCollection()
    {
        return tr("This is the UUID of a project, not of a collection.");
    }
};

constexpr qsizetype longestGiven = 2000; // a whole address

} // namespace

QString readObjectId(const QString& given)
{
    const auto text = given.trimmed();
    if (text.size() > longestGiven || !text.contains(QStringLiteral("://")))
        return text;
    const auto path = text.section(u'?', 0, 0).section(u'#', 0, 0);
    const auto last = path.section(u'/', -1, -1, QString::SectionSkipEmpty);
    return isUuid(last) || isPortableDataHash(last) ? last : text;
}

QString objectIdProblem(MountSettings::Show show, const QString& id)
{
    if (show == MountSettings::Show::Project) {
        if (isUuidOf(id, groupInfix))
            return {};
        return isUuidOf(id, collectionInfix) ? Words::collectionForProject() : Words::noProject();
    }
    if (show == MountSettings::Show::Collection) {
        if (isUuidOf(id, collectionInfix) || isPortableDataHash(id))
            return {};
        return isUuidOf(id, groupInfix) ? Words::projectForCollection() : Words::noCollection();
    }
    return {};
}

} // namespace arv
