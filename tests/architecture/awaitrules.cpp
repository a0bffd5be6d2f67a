// SPDX-License-Identifier: Apache-2.0
#include "architecture/awaitrules.h"

#include "architecture/cppcode.h"

#include <QRegularExpression>

namespace arv::test {

namespace {

// What one statement has in it so far; lambdas inside have statements of their own.
struct Statement
{
    qsizetype start = 0;
    qsizetype await = -1; // position
    bool braces = false;
    bool capturingLambda = false;
    bool choice = false;
    bool isSwitch = false;
};

// One pass over the code with a stack of brackets. Every block and lambda body begins a statement
// of its own; braces of an expression belong to the statement around them.
class AwaitScanner
{
public:
    explicit AwaitScanner(const SourceFile& file)
        : m_file(file)
        , m_code(blankedCode(file.text))
    { }

    QStringList run()
    {
        m_contexts.append(Context{});
        while (m_at < m_code.size())
            m_at += step();
        finish();
        return m_violations;
    }

private:
    enum class Bracket
    {
        Round,
        Square,
        Expression,
        Block,
        Lambda
    };
    struct Context
    {
        Statement statement;
        bool isCapturing = false; // inside the body of a lambda with captures
    };
    struct Introducer // a lambda whose body is still to come
    {
        qsizetype depth = 0;
        bool isCapturing = false;
    };

    [[nodiscard]] Statement& statement() { return m_contexts.last().statement; }

    // Looks at what stands at m_at; says how far to go on.
    qsizetype step()
    {
        const auto c = m_code[m_at];
        if (isWordCharacter(c))
            return word();
        if (c == u'[')
            return square();
        if (c == u'(')
            m_brackets.append(Bracket::Round);
        else if (c == u'{')
            openBrace();
        else if (c == u'}')
            closeBrace();
        else if (c == u')' || c == u']')
            dropBracket();
        else if (c == u';')
            semicolon();
        else if (c == u'?')
            statement().choice = true;
        return 1;
    }

    qsizetype word()
    {
        auto end = m_at;
        while (end < m_code.size() && isWordCharacter(m_code[end]))
            ++end;
        const auto text = QStringView(m_code).mid(m_at, end - m_at);
        const bool isAwait =
            text == QLatin1String("co_await") && previousWord() != QLatin1String("operator");
        if (isAwait && statement().await < 0)
            statement().await = m_at;
        if (text == QLatin1String("switch"))
            statement().isSwitch = true;
        const bool isCoroutine =
            isAwait || text == QLatin1String("co_return") || text == QLatin1String("co_yield");
        if (isCoroutine && m_contexts.last().isCapturing)
            report(m_at, "a lambda with captures may not be a coroutine");
        return end - m_at;
    }

    // A lambda's captures, an attribute, or a plain index.
    qsizetype square()
    {
        const auto close = matchingSquare();
        if (isIndex()) {
            m_brackets.append(Bracket::Square);
            return 1;
        }
        const auto inside = QStringView(m_code).mid(m_at + 1, close - m_at - 1).trimmed();
        if (!inside.startsWith(u'[')) {
            m_introducers.append({m_brackets.size(), !inside.isEmpty()});
            statement().capturingLambda = statement().capturingLambda || !inside.isEmpty();
        }
        return close - m_at + 1;
    }

    [[nodiscard]] qsizetype matchingSquare() const
    {
        int depth = 0;
        for (auto at = m_at; at < m_code.size(); ++at) {
            depth += m_code[at] == u'[' ? 1 : m_code[at] == u']' ? -1 : 0;
            if (depth == 0)
                return at;
        }
        return m_code.size() - 1;
    }

    // Of an array, or the names of a structured binding.
    [[nodiscard]] bool isIndex() const
    {
        static const QRegularExpression binding(QStringLiteral("\\bauto\\s*&{0,2}\\s*$"));
        const auto before = previous();
        if (before < 0)
            return false;
        const auto c = m_code[before];
        if (c == u')' || c == u']')
            return true;
        if (m_code.mid(qMax<qsizetype>(0, m_at - 20), qMin<qsizetype>(20, m_at)).contains(binding))
            return true;
        const auto name = previousWord();
        return isWordCharacter(c) && name != QLatin1String("return")
            && name != QLatin1String("co_return") && name != QLatin1String("co_await");
    }

    void openBrace()
    {
        if (!m_introducers.isEmpty() && m_introducers.last().depth == m_brackets.size())
            return openLambda();
        if (!isBlock()) {
            statement().braces = true;
            m_brackets.append(Bracket::Expression);
            return;
        }
        finish();
        m_brackets.append(Bracket::Block);
        m_contexts.append({{.start = m_at + 1}, m_contexts.last().isCapturing});
    }

    void openLambda()
    {
        const auto introducer = m_introducers.takeLast();
        m_brackets.append(Bracket::Lambda);
        m_contexts.append({{.start = m_at + 1}, introducer.isCapturing});
    }

    // Whether a brace opens statements or declarations, rather than a list of values.
    [[nodiscard]] bool isBlock()
    {
        static const QRegularExpression before(QStringLiteral(
            "([);{}:]|\\]\\]|\\b(else|do|try|const|noexcept|override|final|mutable))$"));
        static const QRegularExpression returnType(
            QStringLiteral("\\)[\\s\\w]*->\\s*[\\w:<>,\\s*&]+$"));
        if (!m_brackets.isEmpty() && m_brackets.last() != Bracket::Block
            && m_brackets.last() != Bracket::Lambda)
            return false;
        const auto start = statement().start;
        const auto head = m_code.mid(start, m_at - start).trimmed();
        return head.isEmpty() || head.contains(before) || head.contains(returnType)
            || opensContainer(head);
    }

    void closeBrace()
    {
        const auto bracket = dropBracket();
        if (bracket != Bracket::Block && bracket != Bracket::Lambda)
            return;
        finish();
        if (m_contexts.size() > 1)
            m_contexts.removeLast();
        if (bracket == Bracket::Block)
            statement() = {.start = m_at + 1};
    }

    Bracket dropBracket() { return m_brackets.isEmpty() ? Bracket::Round : m_brackets.takeLast(); }

    // Also inside for (;;), whose parts are expressions of their own.
    void semicolon()
    {
        const bool isSwitch =
            statement().isSwitch && !m_brackets.isEmpty() && m_brackets.last() == Bracket::Round;
        finish();
        statement().isSwitch = isSwitch;
        while (!m_introducers.isEmpty() && m_introducers.last().depth >= m_brackets.size())
            m_introducers.removeLast();
    }

    void finish()
    {
        const auto done = statement();
        statement() = {.start = m_at + 1};
        if (done.await < 0)
            return;
        if (done.braces)
            report(done.await, "co_await beside braces: name it, then await it");
        if (done.capturingLambda)
            report(done.await, "co_await beside a lambda with captures: name it, then await it");
        if (done.choice)
            report(done.await, "co_await beside ?:");
        if (done.isSwitch)
            report(done.await, "co_await in a switch");
    }

    [[nodiscard]] qsizetype previous() const
    {
        auto at = m_at - 1;
        while (at >= 0 && m_code[at].isSpace())
            --at;
        return at;
    }

    [[nodiscard]] QString previousWord() const
    {
        const auto last = previous();
        auto first = last;
        while (first >= 0 && isWordCharacter(m_code[first]))
            --first;
        return m_code.mid(first + 1, last - first);
    }

    void report(qsizetype where, const char* reason)
    {
        m_violations += QStringLiteral("%1:%2: %3")
                            .arg(m_file.path)
                            .arg(lineAt(m_code, where))
                            .arg(QLatin1String(reason));
    }

    const SourceFile& m_file;
    const QString m_code;
    qsizetype m_at = 0;
    QList<Bracket> m_brackets;
    QList<Context> m_contexts;
    QList<Introducer> m_introducers;
    QStringList m_violations;
};

} // namespace

QStringList awaitViolations(const SourceFile& file)
{
    return AwaitScanner(file).run();
}

} // namespace arv::test
