package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of VK's methods before they are called. */
final class VkMethods {
    private static final List<String> READING = List.of("get", "search", "is", "are", "check", "resolve", "list");

    /** Called like a reading method, but makes or renews something. */
    private static final Set<String> WRITING_ALL_THE_SAME = Set.of("utils.getShortLink", "messages.getInviteLink");

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
        return KINDS.getOrDefault(executes(method) ? "execute" : method, ANY);
    }

    private static boolean executes(String method) {
        return method.equals("execute") || method.startsWith("execute.");
    }
}
