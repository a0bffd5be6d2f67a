// SPDX-License-Identifier: Apache-2.0
#include "helptext.h"

namespace arv {

namespace {

QString whatToShow()
{
    return QStringLiteral(
        "What to show (one of):\n"
        "  --all                   by_id, by_tag, home, shared and a README (the default)\n"
        "  --home                  your home project\n"
        "  --shared                what others share with you\n"
        "  --by-id                 whatever is asked for by its UUID or hash\n"
        "  --by-pdh                the same, by portable data hash alone\n"
        "  --by-tag                a directory for each tag\n"
        "  --project UUID          a project\n"
        "  --collection ID         a collection, by UUID or portable data hash\n"
        "  --custom                what the options below lay out (as if given with them)\n\n"
        "A layout of your own, instead of the above; each as often as you like:\n"
        "  --mount-home NAME       your home project as a directory of that name\n"
        "  --mount-shared NAME     what others share with you\n"
        "  --mount-by-id NAME, --mount-by-pdh NAME, --mount-by-tag NAME\n\n"
        "What of it:\n"
        "  --filters FILTERS       only what passes these API filters: a JSON list like\n"
        "                          '[[\"collections.name\",\"like\",\"run%\"]]', the path of\n"
        "                          a file with one, or - for standard input\n"
        "  --show-other-objects    also container requests and workflows, as JSON files\n\n");
}

QString howToShow()
{
    return QStringLiteral(
        "How:\n"
        "  --foreground            stay in the foreground; Ctrl-C unmounts\n"
        "  --read-only             read-only: the default, and all there is; --read-write\n"
        "                          and --mount-tmp are refused until writing comes\n"
        "  --allow-other           let other users look in; unless you are\n"
        "                          root, needs user_allow_other in /etc/fuse.conf\n"
        "  --subtype NAME          fuse.NAME in the mount table, not fuse.arvados-drive\n"
        "  --refresh-time S        look for changes after so many seconds (15)\n"
        "  --disable-event-listening\n"
        "                          do not let the cluster tell of changes\n"
        "  --retries N             tries of what somebody waits for (10)\n"
        "  --directory-cache BYTES the cap of the inode cache (134217728)\n"
        "  --disk-cache, --ram-cache\n"
        "                          keep blocks in a folder and in memory (the default),\n"
        "                          or in memory alone\n"
        "  --disk-cache-dir DIR    that folder, outside of the mount\n"
        "  --file-cache BYTES      the size of that kind of cache (0: what suits)\n"
        "  --verify HOW            which bytes may come before the MD5 of their block is\n"
        "                          known: standard, of files read from their start;\n"
        "                          strict, none; early, any but the end of a block\n"
        "  --bandwidth BYTES       read at most so many bytes a second (0: no limit)\n"
        "  --debug                 log everything, and every request of the kernel\n"
        "  --logfile FILE          append the log to FILE, not to standard error\n"
        "  --help, --version\n\n");
}

} // namespace

QString helpText()
{
    return QStringLiteral("Usage: arvados-drive [COMMAND [OPTIONS]]\n\n"
                          "Without a command: the icon in the tray and its window; a second start\n"
                          "brings the window of the first to the front.\n\n"
                          "Commands:\n"
                          "  mount [OPTIONS] DIR   show Arvados data as files in DIR\n"
                          "  demo                  the window, with a small cluster to try it on\n"
                          "  demo --headless DIR   that cluster mounted at DIR, without a display\n"
                          "  demo --serve          that cluster alone, for any Arvados client\n\n"
                          "  --autostarted         as the session starts it: no window at first\n"
                          "  --help                this text; arvados-drive mount --help for more\n"
                          "  --version\n");
}

QString mountHelpText()
{
    return QStringLiteral(
               "Usage: arvados-drive mount [OPTIONS] DIR\n\n"
               "Shows data of an Arvados cluster as files in DIR, an empty directory,\n"
               "read-only. Host and token come from ARVADOS_API_HOST and ARVADOS_API_TOKEN,\n"
               "in the environment or in ~/.config/arvados/settings.conf, and so do\n"
               "ARVADOS_DISABLE_WEBSOCKETS (1: as --disable-event-listening) and ARVADOS_DEBUG\n"
               "(anything: log everything). https_proxy and no_proxy are used as other clients\n"
               "use them.\n\n")
        + whatToShow() + howToShow()
        + QStringLiteral(
               "To unmount: fusermount3 -u DIR. Exit status: 0 unmounted, 1 could not be\n"
               "mounted, 2 wrong usage.\n");
}

} // namespace arv
