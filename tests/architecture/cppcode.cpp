// SPDX-License-Identifier: Apache-2.0
#include "architecture/cppcode.h"

#include <QRegularExpression>
#include <QStringList>

namespace arv::test {

namespace {

class Blanker
{
public:
    explicit Blanker(const QString& text)
        : m_text(text)
        , m_out(text)
    { }

    QString run()
    {
        while (m_at < m_text.size())
            step();
        return m_out;
    }

private:
    [[nodiscard]] bool startsWith(QStringView what) const
    {
        return QStringView(m_text).mid(m_at).startsWith(what);
    }

    void step()
    {
        if (startsWith(u"//"))
            blankTo(m_text.indexOf(u'\n', m_at));
        else if (startsWith(u"/*"))
            blankTo(m_text.indexOf(QLatin1String("*/"), m_at + 2), 2);
        else if (startsWith(u"R\"") && !isPartOfWord())
            blankRawString();
        else if (opensLiteral())
            blankLiteral();
        else if (m_text[m_at] == u'#' && isFirstOnLine())
            blankDirective();
        else
            ++m_at;
    }

    void blankTo(qsizetype end, qsizetype more = 0)
    {
        const auto stop = end < 0 ? m_text.size() : end + more;
        for (; m_at < stop; ++m_at) {
            if (m_out[m_at] != u'\n')
                m_out[m_at] = u' ';
        }
    }

    void blankRawString()
    {
        const auto open = m_text.indexOf(u'(', m_at);
        const auto delimiter = m_text.mid(m_at + 2, open - m_at - 2);
        const QString close = u')' + delimiter + u'"';
        blankTo(m_text.indexOf(close, m_at), close.size());
    }

    // The quotes stay, so that there is still something.
    void blankLiteral()
    {
        const auto quote = m_text[m_at];
        auto end = m_at + 1;
        while (end < m_text.size() && m_text[end] != quote && m_text[end] != u'\n')
            end += m_text[end] == u'\\' ? 2 : 1;
        ++m_at;
        blankTo(qMin(end, m_text.size()));
        if (m_at < m_text.size())
            ++m_at;
    }

    void blankDirective()
    {
        auto end = m_text.indexOf(u'\n', m_at);
        while (end > 0 && m_text[end - 1] == u'\\')
            end = m_text.indexOf(u'\n', end + 1);
        blankTo(end);
    }

    [[nodiscard]] bool opensLiteral() const
    {
        return m_text[m_at] == u'"' || (m_text[m_at] == u'\'' && !isDigitSeparator());
    }

    [[nodiscard]] bool isPartOfWord() const
    {
        return m_at > 0 && isWordCharacter(m_text[m_at - 1]);
    }

    [[nodiscard]] bool isDigitSeparator() const
    {
        auto begin = m_at;
        while (begin > 0 && isWordCharacter(m_text[begin - 1]))
            --begin;
        return begin < m_at && m_text[begin].isDigit();
    }

    [[nodiscard]] bool isFirstOnLine() const
    {
        auto before = m_at - 1;
        while (before >= 0 && (m_text[before] == u' ' || m_text[before] == u'\t'))
            --before;
        return before < 0 || m_text[before] == u'\n';
    }

    const QString& m_text;
    QString m_out;
    qsizetype m_at = 0;
};

// Where the last paragraph of the text between two positions begins.
qsizetype paragraphStart(const QString& code, qsizetype from, qsizetype to)
{
    static const QRegularExpression gap(QStringLiteral("\\n[ \\t]*\\n"));
    auto start = from;
    for (auto matches = gap.globalMatch(QStringView(code).mid(from, to - from));
         matches.hasNext();) {
        const auto candidate = from + matches.next().capturedEnd();
        if (!QStringView(code).mid(candidate, to - candidate).trimmed().isEmpty())
            start = candidate;
    }
    while (start < to && code[start].isSpace())
        ++start;
    return start;
}

class FunctionFinder
{
public:
    explicit FunctionFinder(const QString& code)
        : m_code(code)
    { }

    QList<FunctionBody> run()
    {
        for (qsizetype at = 0; at < m_code.size(); ++at)
            step(at);
        return m_found;
    }

private:
    enum class Kind
    {
        Container,
        Function,
        Member,
        Argument,
        Other
    };
    struct Scope
    {
        Kind kind = Kind::Other;
        qsizetype start = 0;
    };

    void step(qsizetype at)
    {
        const auto c = m_code[at];
        if (c == u'(')
            ++m_parentheses;
        else if (c == u')')
            --m_parentheses;
        else if (c == u'{')
            open(at);
        else if (c == u'}')
            close(at);
        else if (c == u';' && m_parentheses == 0)
            m_headStart = at + 1;
    }

    void open(qsizetype at)
    {
        const auto start = paragraphStart(m_code, m_headStart, at);
        const auto kind = kindOf(m_code.mid(start, at - start));
        m_scopes.append({kind, start});
        if (endsHead(kind))
            m_headStart = at + 1;
    }

    // Braces of a default argument or of a member's initialiser belong to the definition around
    // them.
    [[nodiscard]] static bool endsHead(Kind kind)
    {
        return kind != Kind::Argument && kind != Kind::Member;
    }

    [[nodiscard]] Kind kindOf(const QString& head) const
    {
        static const QRegularExpression member(
            QStringLiteral("\\)[\\s\\w]*(?<!:):(?!:).*[\\w>]\\s*$"),
            QRegularExpression::DotMatchesEverythingOption);
        if (m_parentheses > 0)
            return Kind::Argument;
        if (!m_scopes.isEmpty() && m_scopes.last().kind != Kind::Container)
            return Kind::Other;
        if (opensContainer(head))
            return Kind::Container;
        if (head.contains(member))
            return Kind::Member;
        return head.contains(u'(') ? Kind::Function : Kind::Other;
    }

    void close(qsizetype at)
    {
        if (m_scopes.isEmpty())
            return;
        const auto scope = m_scopes.takeLast();
        if (endsHead(scope.kind))
            m_headStart = at + 1;
        if (scope.kind != Kind::Function)
            return;
        const auto first = lineAt(m_code, scope.start);
        const auto head = m_code.mid(scope.start, m_code.indexOf(u'\n', scope.start) - scope.start);
        m_found.append({first, lineAt(m_code, at) - first + 1, head.trimmed()});
    }

    const QString& m_code;
    QList<Scope> m_scopes;
    QList<FunctionBody> m_found;
    int m_parentheses = 0;
    qsizetype m_headStart = 0;
};

} // namespace

QString blankedCode(const QString& text)
{
    return Blanker(text).run();
}

int lineAt(const QString& text, qsizetype position)
{
    return static_cast<int>(QStringView(text).left(position).count(u'\n')) + 1;
}

bool opensContainer(QString head)
{
    static const QRegularExpression noise(
        QStringLiteral("\\b(public|private|protected|Q_SIGNALS)(\\s+Q_SLOTS)?\\s*:"
                       "|\\bQ_(OBJECT|GADGET)\\b|\\b(inline|export|typedef)\\b|\\[\\[.*?\\]\\]"));
    static const QRegularExpression keyword(QStringLiteral(
        "^(namespace\\b|class\\b|struct\\b|union\\b|enum\\b|extern\\s*\"[^\"]*\"$)"));
    static const QRegularExpression parameters(QStringLiteral("^template\\s*<[^<>]*>\\s*"));
    static const QRegularExpression nested(QStringLiteral("(?<!template)(?<!template )<[^<>]*>"));
    head = head.remove(noise).trimmed();
    while (head.contains(nested))
        head.remove(nested);
    while (head.contains(parameters))
        head.remove(parameters);
    return head.contains(keyword);
}

QList<FunctionBody> functionBodies(const QString& blanked)
{
    return FunctionFinder(blanked).run();
}

} // namespace arv::test
