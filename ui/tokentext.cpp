// SPDX-License-Identifier: Apache-2.0
#include "tokentext.h"

#include "base/idforms.h"
#include "hosttext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

namespace arv {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(TokenText)

public:
    static QString nothing()
    {
        return tr("Paste a token, or the whole text that Workbench shows.");
    }
    static QString tooLong() { return tr("This is far too long for a token."); }
    static QString noToken() { return tr("There is no token in this text."); }
    static QString noTokenInAddress()
    {
        return tr("This is an address without a token in it: copy the token instead.");
    }
    static QString blanks()
    {
        return tr("There is a blank or line break inside the token: copy it again in one piece.");
    }
    static QString characters() { return tr("There are characters in it that no token has."); }
    static QString tooShort() { return tr("This is too short for a token."); }
    static QString incomplete()
    {
        return tr("The token begins with v2/ but is not complete: copy it again.");
    }
    static QString uuidOnly()
    {
        return tr("This is the UUID of a token or object, not a token: copy the token itself.");
    }
};

constexpr qsizetype shortestToken = 16; // real ones have 40 characters and more
constexpr qsizetype longestToken = 8000; // what servers take in a header

bool isEdge(QChar c)
{
    static const QString quotes = QStringLiteral("\"'`“”„‘’‚«»");
    return !QChar::isPrint(c.unicode()) || c.isSpace() || quotes.contains(c);
}

// Quotes, blanks and invisible characters at the ends come along when text is copied.
QString peeled(const QString& text)
{
    qsizetype begin = 0;
    auto end = text.size();
    while (begin < end && isEdge(text[begin]))
        ++begin;
    while (end > begin && isEdge(text[end - 1]))
        --end;
    return text.mid(begin, end - begin);
}

// Splits a line as a shell does, so that Workbench's HISTIGNORE, which speaks of the token in
// quotes, is one word with a name of its own.
QStringList shellWords(const QString& line)
{
    QStringList words;
    QString word;
    QChar quote;
    for (const auto c : line) {
        const bool isQuoted = !quote.isNull();
        if (isQuoted && c == quote)
            quote = QChar();
        else if (!isQuoted && (c == u'"' || c == u'\''))
            quote = c;
        else if (!isQuoted && (c.isSpace() || c == u';'))
            words += std::exchange(word, QString());
        else
            word += c;
    }
    words += word;
    words.removeAll(QString());
    return words;
}

bool isTrue(const QString& value)
{
    static const QStringList yes{QStringLiteral("1"), QStringLiteral("t"), QStringLiteral("true"),
                                 QStringLiteral("y"), QStringLiteral("yes")};
    return yes.contains(value.toLower());
}

QString tokenProblem(const QString& token)
{
    // What RFC 6750 lets a bearer token consist of.
    static const QRegularExpression allowed(QStringLiteral("\\A[A-Za-z0-9._~+/=-]*\\z"));
    static const QRegularExpression blank(QStringLiteral("\\s"));
    if (token.contains(blank))
        return Words::blanks();
    if (!token.contains(allowed))
        return Words::characters();
    if (token.size() > longestToken)
        return Words::tooLong();
    if (isUuid(token))
        return Words::uuidOnly();
    if (token.startsWith(QStringLiteral("v2/"))) {
        const auto parts = token.split(u'/');
        const bool isWhole =
            parts.size() >= 3 && isUuidOf(parts[1], u"gj3su") && parts[2].size() >= shortestToken;
        return isWhole ? QString() : Words::incomplete();
    }
    return token.size() < shortestToken ? Words::tooShort() : QString();
}

TokenText withToken(TokenText text, const QString& token)
{
    text.problem = tokenProblem(token);
    if (text.problem.isEmpty())
        text.token = token;
    return text;
}

TokenText readBareToken(const QString& pasted)
{
    static const QRegularExpression scheme(
        QStringLiteral("\\A(Authorization:)?\\s*(Bearer|OAuth2)\\s+"),
        QRegularExpression::CaseInsensitiveOption);
    auto token = pasted;
    token = peeled(token.remove(scheme));
    return token.isEmpty() ? TokenText{{}, {}, {}, Words::noToken()} : withToken({}, token);
}

// The address is Workbench's, where a login ended: it does not say what the API host is.
TokenText readAddress(const QString& address)
{
    const QUrlQuery query(QUrl(address, QUrl::TolerantMode));
    const auto token = query.queryItemValue(QStringLiteral("api_token"), QUrl::FullyDecoded);
    return token.isEmpty() ? TokenText{{}, {}, {}, Words::noTokenInAddress()}
                           : withToken({}, token);
}

// The last value given to each variable, as a shell would have it.
QHash<QString, QString> assignmentsIn(QString text)
{
    static const QRegularExpression roomyEquals(QStringLiteral("\\b(ARVADOS_\\w+)[ \\t]*=[ \\t]*"));
    static const QRegularExpression lineEnd(QStringLiteral("[\\r\\n\\x{2028}\\x{2029}]+"));
    text.replace(roomyEquals, QStringLiteral("\\1="));
    QHash<QString, QString> values;
    for (const auto& line : text.split(lineEnd, Qt::SkipEmptyParts)) {
        if (line.trimmed().startsWith(u'#'))
            continue;
        bool unsets = false;
        for (const auto& word : shellWords(line)) {
            const auto equals = word.indexOf(u'=');
            if (equals > 0)
                values.insert(word.left(equals), word.mid(equals + 1));
            else if (unsets)
                values.insert(word, QString());
            unsets = word == QStringLiteral("unset") || (unsets && equals < 0);
        }
    }
    return values;
}

TokenText readBlock(const QString& pasted)
{
    const auto values = assignmentsIn(pasted);
    TokenText text;
    const auto insecure = values.constFind(QStringLiteral("ARVADOS_API_HOST_INSECURE"));
    if (insecure != values.constEnd())
        text.insecure = isTrue(peeled(*insecure));
    const auto host = peeled(values.value(QStringLiteral("ARVADOS_API_HOST")));
    if (!host.isEmpty())
        text.host = readHostText(host).host;
    const auto token = peeled(values.value(QStringLiteral("ARVADOS_API_TOKEN")));
    if (!token.isEmpty())
        return withToken(text, token);
    text.problem = Words::noToken();
    return text;
}

} // namespace

TokenText readTokenText(const QString& pasted)
{
    static const QRegularExpression variable(QStringLiteral("\\bARVADOS_API_\\w+"));
    static const QRegularExpression address(QStringLiteral("\\A[a-z]{2,10}://"),
                                            QRegularExpression::CaseInsensitiveOption);
    if (pasted.size() > longestTokenText)
        return {{}, {}, {}, Words::tooLong()};
    if (pasted.contains(variable))
        return readBlock(pasted);
    const auto text = peeled(pasted);
    if (text.isEmpty())
        return {{}, {}, {}, Words::nothing()};
    return text.contains(address) ? readAddress(text) : readBareToken(text);
}

} // namespace arv
