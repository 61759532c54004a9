package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of VK's methods before they are called. */
final class VkMethods {
    private static final List<String> READING = List.of("get", "search", "is", "are", "check", "resolve", "list");

    /** Called like a reading method, but makes or renews something. */
    private static final Set<String> WRITING_ALL_THE_SAME = Set.of("utils.getShortLink", "messages.getInviteLink");

    /**
     * Parameters by which VK knows a write again, as the descriptions in its schema say ("to avoid resending", "to avoid
     * repeated comments"). For {@code wall.post}, {@code notes.createComment} and {@code photos.createComment} the schema
     * has the parameter without a description.
     */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("messages.send", "random_id"),
            Map.entry("wall.post", "guid"),
            Map.entry("wall.postAdsStealth", "guid"),
            Map.entry("wall.createComment", "guid"),
            Map.entry("board.createComment", "guid"),
            Map.entry("market.createComment", "guid"),
            Map.entry("notes.createComment", "guid"),
            Map.entry("photos.createComment", "guid"),
            Map.entry("video.createComment", "guid"));

    /** Sections of which the schema allows all methods to service tokens only. */
    private static final Set<String> OF_APPLICATIONS = Set.of("orders", "secure", "streaming");

    /** They are about the whole request, not about the one method. */
    private static final Set<String> OF_THE_REQUEST =
            Set.of("lang", "test_mode", "captcha_sid", "captcha_key", "success_token", "confirm");

    private static final Set<Kind> ANY = EnumSet.allOf(Kind.class);

    private static final Map<String, Set<Kind>> KINDS = Map.ofEntries(
            Map.entry("execute", EnumSet.of(Kind.USER, Kind.COMMUNITY)),
            Map.entry("wall.get", EnumSet.of(Kind.USER, Kind.SERVICE)),
            Map.entry("wall.getById", EnumSet.of(Kind.USER, Kind.SERVICE)),
            Map.entry("wall.getComments", EnumSet.of(Kind.USER, Kind.SERVICE)),
            Map.entry("wall.getReposts", EnumSet.of(Kind.USER, Kind.SERVICE)),
            Map.entry("likes.getList", EnumSet.of(Kind.USER, Kind.SERVICE)),
            Map.entry("friends.get", EnumSet.of(Kind.USER, Kind.SERVICE)),
            Map.entry("users.getFollowers", EnumSet.of(Kind.USER, Kind.SERVICE)));

    private VkMethods() {}

    /** May be repeated when its answer was lost. {@code execute} and stored procedures may not: their code can write. */
    static boolean reads(String method) {
        if (executes(method)) {
            return false;
        }
        String verb = method.substring(method.indexOf('.') + 1);
        return !WRITING_ALL_THE_SAME.contains(method) && READING.stream().anyMatch(prefix -> startsWith(verb, prefix));
    }

    /** {@code isMember}, not {@code issue}. */
    private static boolean startsWith(String verb, String prefix) {
        return verb.startsWith(prefix)
                && (verb.length() == prefix.length() || Character.isUpperCase(verb.charAt(prefix.length())));
    }

    /** Those of which it is known who may call them. */
    static Set<String> known() {
        return KINDS.keySet();
    }

    /** Kinds of tokens that VK lets call it; any, when the method is not in the table: VK will say. */
    static Set<Kind> kinds(String method) {
        Set<Kind> kinds = KINDS.get(executes(method) ? "execute" : method);
        if (kinds != null) {
            return kinds;
        }
        return OF_APPLICATIONS.contains(section(method)) ? EnumSet.of(Kind.SERVICE) : ANY;
    }

    /** Kinds of tokens with which {@code execute} may carry this call; empty: it has to go alone. */
    static Set<Kind> batchedBy(String method, Map<String, ? extends @Nullable Object> params) {
        var kinds = EnumSet.noneOf(Kind.class);
        // Signing in is not for scripts.
        if (reads(method) && !section(method).equals("auth") && Collections.disjoint(params.keySet(), OF_THE_REQUEST)) {
            kinds.addAll(kinds("execute"));
            kinds.retainAll(kinds(method));
        }
        return kinds;
    }

    /** A write that VK does once, however often it is sent with one token: its key is there and is not nothing. */
    static boolean carriesKey(String method, Map<String, ? extends @Nullable Object> params) {
        String name = KEYS.get(method);
        Object key = name == null ? null : params.get(name);
        String text = key == null ? "" : key.toString().strip();
        return !text.isEmpty() && !(key instanceof Boolean) && !text.matches("[+-]?0+([.]0*)?");
    }

    private static String section(String method) {
        int dot = method.indexOf('.');
        return dot < 0 ? method : method.substring(0, dot);
    }

    private static boolean executes(String method) {
        return method.equals("execute") || method.startsWith("execute.");
    }
}
