// SPDX-License-Identifier: Apache-2.0
#include "demo/serveoptions.h"

#include <charconv>

namespace arv::demo {

namespace {

Error wrong(const char* what, const std::string& argument)
{
    return {Errc::Invalid,
            QStringLiteral("%1: %2").arg(QLatin1String(what), QString::fromStdString(argument))};
}

bool takesValue(const std::string& name)
{
    for (const char* known :
         {"--port", "--control", "--big", "--large-file", "--packed-files", "--link"}) {
        if (name == known)
            return true;
    }
    return false;
}

} // namespace

const char* ServeOptions::helpText()
{
    return R"(Usage: arvados-drive-demo [options]

Runs a small Arvados cluster on this machine until it is told to end (SIGTERM, SIGINT, SIGHUP), and
prints the environment for its clients. Everything is in memory and made anew at each start.

  --serve            run the cluster (this is the default)
  --empty            without the sample world: users and tokens only
  --port N           port of the API; without it any free one
  --plain-keep       no TLS on the Keep services; the API always has it
  --json             print one line of JSON instead of shell commands
  --world-list       print every file of alice's home as "md5sum -c" reads it, and end
  --big FILES,DIRS[,blocks]
                     add a collection of so many files in so many directories; "blocks": each file
                     in a block of its own
  --large-file BLOCKS
                     add a collection with a file of so many full blocks (64 MiB each, in memory)
  --packed-files COUNT
                     add a collection of so many files of 1 MiB, 64 in a block (in memory)
  --link MBIT,MS     the Keep services as behind a line: so many megabits a second, shared by all
                     connections, and so many milliseconds until each answer begins
  --die-with-parent  end when the process that started this one does
)"
#ifdef ARV_DEMO_FAULTS
           R"(  --control PATH     listen there for faults to switch on (builds with tests only)
)"
#endif
           R"(  --help             this text
)";
}

bool ServeOptions::setSwitch(const std::string& name)
{
    if (name == "--help" || name == "-h")
        help = true;
    else if (name == "--empty")
        empty = true;
    else if (name == "--json")
        json = true;
    else if (name == "--plain-keep")
        plainKeep = true;
    else if (name == "--world-list")
        worldList = true;
    else if (name == "--die-with-parent")
        dieWithParent = true;
    else
        return name == "--serve";
    return true;
}

// What there is to be served, and how fast.
bool ServeOptions::setData(const std::string& name, const std::string& value)
{
    if (name == "--big") {
        big = BigCollection::parse(value);
        return big.has_value();
    }
    if (name == "--link") {
        link = LinkSpeed::parse(value);
        return link.has_value();
    }
    const bool isLarge = name == "--large-file";
    if (!isLarge && name != "--packed-files")
        return false;
    const auto count = BulkData::parse(value, isLarge ? BulkData::mostBlocks : BulkData::mostFiles);
    (isLarge ? bulk.largeFileBlocks : bulk.packedFiles) = count.value_or(0);
    return count.has_value();
}

bool ServeOptions::setValue(const std::string& name, const std::string& value)
{
#ifdef ARV_DEMO_FAULTS
    if (name == "--control") {
        control = value;
        return !value.empty();
    }
#endif
    if (name != "--port")
        return setData(name, value);
    const char* const end = value.data() + value.size();
    const auto [rest, error] = std::from_chars(value.data(), end, port);
    return error == std::errc() && rest == end;
}

Result<ServeOptions> ServeOptions::parse(const std::vector<std::string>& arguments)
{
    ServeOptions options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto name = arguments[i];
        if (options.setSwitch(name))
            continue;
        const auto equals = name.find('=');
        std::string value;
        if (equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        } else if (++i < arguments.size()) {
            value = arguments[i];
        }
        if (!takesValue(name))
            return wrong("unknown option", name);
        if (!options.setValue(name, value))
            return wrong("option with a wrong value, or one that this build has not", name);
    }
    return options;
}

} // namespace arv::demo
