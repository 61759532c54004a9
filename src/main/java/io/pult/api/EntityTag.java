package io.pult.api;

import io.pult.bus.Failure;
import org.jspecify.annotations.Nullable;

/** Versions of rows as HTTP says them: {@code "5"}. */
final class EntityTag {
    private EntityTag() {}

    static String of(String version) {
        return '"' + version + '"';
    }

    /**
     * @return the version that the client made its change from; absent when it named none, or any
     * @throws Failure when the header is needed and absent, or is no tag of ours
     */
    static @Nullable Long expected(@Nullable String ifMatch, Operation.TakenHeaders headers) {
        if (!headers.ifMatch()) {
            return null;
        }
        if (ifMatch == null) {
            if (headers.ifMatchRequired()) {
                throw Failure.invalid("parameter.missing", "This needs the header If-Match");
            }
            return null;
        }
        String tag = ifMatch.trim();
        if (tag.equals("*")) {
            return null;
        }
        try {
            if (tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
                return Long.parseLong(tag.substring(1, tag.length() - 1));
            }
        } catch (NumberFormatException e) {
            throw refused();
        }
        throw refused();
    }

    private static Failure refused() {
        return Failure.invalid("parameter.invalid", "If-Match must be an ETag that an answer of this path had");
    }

    /** RFC 9110 compares weakly here, and a list or a star is allowed. */
    static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String tag : ifNoneMatch.split(",")) {
            String trimmed = tag.trim();
            if (trimmed.equals("*") || trimmed.equals(etag) || trimmed.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
