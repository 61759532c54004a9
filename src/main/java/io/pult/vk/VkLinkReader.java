package io.pult.vk;

import io.pult.contract.vk.AccountLinkOps;
import io.pult.contract.vk.AccountLinkOps.Reason;
import io.pult.vk.VkLink.Unusable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line, from the outside in: mention, scheme, host, query, first segment of the path. Letters that only look
 * like Latin ones fit nowhere, so that a name which resembles another is never taken for it.
 */
final class VkLinkReader {
    private static final Set<String> HOSTS = Set.of("vk.com", "vk.ru", "vkontakte.ru", "vk.me");

    private static final Pattern MENTION = Pattern.compile("\\[([^\\[\\]|]++)\\|[^\\[\\]]*+]");
    private static final Pattern CALLED = Pattern.compile("[@*]([A-Za-z0-9_.]++)(?:\\s*+\\([^()]*+\\))?");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*+):(.*+)", Pattern.DOTALL);
    private static final Pattern HOST_PREFIX = Pattern.compile("^(?:www|m|new)\\.");

    private static final Pattern NUMBERED =
            Pattern.compile("(id|club|public|event|app)([0-9]++)", Pattern.CASE_INSENSITIVE);
    private static final Pattern APP_OF = Pattern.compile("app([0-9]++)_-?[0-9]++", Pattern.CASE_INSENSITIVE);
    private static final Pattern OWNER_ID = Pattern.compile("(-?)([0-9]++)");
    private static final Pattern ITEM =
            Pattern.compile("(wall|photo|video|clip|story|doc|audio|market|poll|note)(-?)([0-9]++)_([0-9]++)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{1,31}+");

    /** Pages of VK that begin like a name, with the number of whoever they are about. */
    private static final Pattern PAGE_OF = Pattern.compile(
            "(?:wall|photos?|videos?|clips?|story|stories|docs?|audios?|market|poll|notes?|albums?|topic|board|friends|"
                    + "groups|im|gim|write|gifts|tag|fave|subscriptions|followers|page|product|podcasts?|playlists?|"
                    + "people|search|away|join|invite|events?|places|stats|reviews|reports)-?[0-9][0-9_-]*+",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> RESERVED = Set.of(
            "about",
            "ads",
            "album",
            "albums",
            "app",
            "apps",
            "audio",
            "audios",
            "away",
            "board",
            "bookmarks",
            "club",
            "calls",
            "clips",
            "dev",
            "discover",
            "docs",
            "edit",
            "event",
            "events",
            "fave",
            "feed",
            "friends",
            "games",
            "gifts",
            "groups",
            "help",
            "id",
            "im",
            "invite",
            "join",
            "login",
            "mail",
            "market",
            "menu",
            "music",
            "notes",
            "notifications",
            "page",
            "pages",
            "people",
            "photo",
            "photos",
            "podcasts",
            "privacy",
            "public",
            "restore",
            "search",
            "services",
            "settings",
            "share",
            "stats",
            "stickers",
            "stories",
            "story",
            "support",
            "terms",
            "topic",
            "video",
            "videos",
            "wall",
            "write");

    /** What looks like a name with a dot and ends like this is somebody else's site. */
    private static final Set<String> TOP_DOMAINS = Set.of("com", "ru", "net", "org", "me", "su", "io", "info", "biz");

    private VkLinkReader() {}

    static VkLink read(String text) {
        if (text.length() > AccountLinkOps.MAX_LINK) {
            return new Unusable(Reason.TOO_LONG);
        }
        String line = trimmed(text);
        if (line.startsWith("<")) {
            line = trimmed(line.substring(1));
        }
        if (line.endsWith(">")) {
            line = trimmed(line.substring(0, line.length() - 1));
        }
        if (line.isEmpty()) {
            return new Unusable(Reason.EMPTY);
        }
        Matcher mention = MENTION.matcher(line);
        if (mention.matches()) {
            return link(trimmed(mention.group(1)));
        }
        Matcher called = CALLED.matcher(line);
        return called.matches() ? segment(called.group(1)) : link(line);
    }

    private static VkLink link(String line) {
        Matcher scheme = SCHEME.matcher(line);
        if (scheme.matches()) {
            String name = scheme.group(1).toLowerCase(Locale.ROOT);
            boolean web = (name.equals("http") || name.equals("https"))
                    && scheme.group(2).startsWith("//");
            return web ? hosted(scheme.group(2).substring(2)) : new Unusable(Reason.NOT_VK);
        }
        if (line.startsWith("//")) {
            return hosted(line.substring(2));
        }
        return ofVk(line.substring(0, endOfHost(line))) ? hosted(line) : alone(line);
    }

    private static VkLink hosted(String line) {
        int end = endOfHost(line);
        if (!ofVk(line.substring(0, end))) {
            return new Unusable(Reason.NOT_VK);
        }
        String rest = before(line.substring(end), '#');
        VkLink item = shownItem(rest);
        if (item != null) {
            return item;
        }
        String path = withoutSlashes(before(rest, '?'));
        if (path.isEmpty()) {
            return new Unusable(Reason.NOT_A_PROFILE);
        }
        if (OWNER_ID.matcher(path).matches() && !path.startsWith("-")) {
            return new Unusable(Reason.MALFORMED);
        }
        int slash = path.indexOf('/');
        if (slash >= 0) {
            return new Unusable(reserved(path.substring(0, slash)) ? Reason.NOT_A_PROFILE : Reason.MALFORMED);
        }
        return segment(path.startsWith("@") ? path.substring(1) : path);
    }

    /** Text without a host: an id or a name, with what a careless hand has copied along. */
    private static VkLink alone(String line) {
        String word = withoutSlashes(before(before(line, '#'), '?'));
        if (word.indexOf('/') >= 0) {
            return new Unusable(Reason.NOT_VK);
        }
        int dot = word.lastIndexOf('.');
        if (dot > 0 && TOP_DOMAINS.contains(word.substring(dot + 1).toLowerCase(Locale.ROOT))) {
            return new Unusable(Reason.NOT_VK);
        }
        return segment(word);
    }

    private static VkLink segment(String word) {
        Matcher numbered = NUMBERED.matcher(word);
        if (numbered.matches()) {
            return ofNumber(numbered.group(1).toLowerCase(Locale.ROOT), numbered.group(2));
        }
        Matcher app = APP_OF.matcher(word);
        if (app.matches()) {
            return ofNumber("app", app.group(1));
        }
        Matcher owner = OWNER_ID.matcher(word);
        if (owner.matches()) {
            return ofNumber(owner.group(1).isEmpty() ? "id" : "club", owner.group(2));
        }
        Matcher item = ITEM.matcher(word);
        if (item.matches()) {
            return item(item);
        }
        if (reserved(word)) {
            return new Unusable(Reason.NOT_A_PROFILE);
        }
        boolean named = NAME.matcher(word).matches() && VkLink.Name.key(word).length() > 1;
        return named ? new VkLink.Name(word.toLowerCase(Locale.ROOT)) : new Unusable(Reason.MALFORMED);
    }

    private static VkLink ofNumber(String prefix, String digits) {
        long id = number(digits);
        if (id == 0) {
            return new Unusable(Reason.MALFORMED);
        }
        return switch (prefix) {
            case "id" -> new VkLink.User(id);
            case "app" -> new VkLink.Application(id);
            default -> new VkLink.Community(id);
        };
    }

    /** What a page shows on top of itself: {@code ?w=wall-1_2}, {@code ?z=photo-1_2%2Falbum-1_00}. */
    private static @Nullable VkLink shownItem(String rest) {
        int question = rest.indexOf('?');
        if (question < 0) {
            return null;
        }
        for (String parameter : rest.substring(question + 1).split("&")) {
            if (parameter.startsWith("w=") || parameter.startsWith("z=")) {
                Matcher item = ITEM.matcher(parameter.substring(2));
                if (item.lookingAt()) {
                    return item(item);
                }
            }
        }
        return null;
    }

    private static VkLink item(Matcher found) {
        long owner = number(found.group(3));
        long id = number(found.group(4));
        if (owner == 0 || id == 0) {
            return new Unusable(Reason.MALFORMED);
        }
        return new VkLink.Item(found.group(1), found.group(2).isEmpty() ? owner : -owner, id);
    }

    /** 0 for what is no id of VK's: zero itself, too large, or with zeros in front. */
    private static long number(String digits) {
        if (digits.length() > 16 || digits.charAt(0) == '0') {
            return 0;
        }
        long number = Long.parseLong(digits);
        return number <= AccountLinkOps.MAX_ID ? number : 0;
    }

    private static boolean reserved(String word) {
        return RESERVED.contains(word.toLowerCase(Locale.ROOT))
                || PAGE_OF.matcher(word).matches()
                || word.endsWith(".php");
    }

    /** Only ASCII is made lower case: there are letters elsewhere whose lower case is an ASCII letter. */
    private static boolean ofVk(String host) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(host)) {
            return false;
        }
        return HOSTS.contains(HOST_PREFIX.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst(""));
    }

    private static int endOfHost(String line) {
        int end = 0;
        while (end < line.length() && "/?#".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String before(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String withoutSlashes(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to);
    }

    /** Also what cannot be seen and comes along from web pages: no-break spaces, zero-width characters, byte order marks. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && blank(text.charAt(from))) {
            from++;
        }
        while (to > from && blank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }
}
