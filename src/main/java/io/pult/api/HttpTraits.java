package io.pult.api;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operation does with HTTP beyond JSON in and JSON out ({@code x-http}). The list is closed: everything else
 * that HTTP can do stays out of the concerns.
 *
 * @param readCookies names of cookies that may be parameters
 * @param redirect the answer's {@code location} becomes a redirect
 * @param image the answer's {@code content_type} and {@code data} (base64) become bytes
 * @param upload the body is bytes and arrives as {@code content_type} and {@code data} (base64)
 */
record HttpTraits(
        Set<String> readCookies,
        @Nullable SetCookie setCookie,
        boolean redirect,
        @Nullable Stream stream,
        boolean image,
        boolean upload) {
    private static final Set<String> KNOWN =
            Set.of("read_cookie", "set_cookie", "redirect", "stream", "image", "upload");
    private static final Set<String> COOKIE = Set.of("name", "field", "path", "max_age_s");

    /**
     * The answer's field of this name is taken out of the answer and set as a cookie; an empty text takes the cookie
     * back.
     *
     * @param maxAgeSeconds how long the browser keeps it
     */
    record SetCookie(String name, String field, String path, int maxAgeSeconds) {}

    /** @param columns of the CSV form, in order; empty: there is no CSV form */
    record Stream(List<String> columns) {}

    static HttpTraits read(Spec operation) {
        Spec spec = operation.child("x-http").at("x-http");
        for (String name : spec.members().keySet()) {
            if (!KNOWN.contains(name)) {
                throw spec.bad("'" + name + "' is not one of " + new java.util.TreeSet<>(KNOWN));
            }
        }
        var traits = new HttpTraits(
                Set.copyOf(spec.texts("read_cookie")),
                spec.has("set_cookie") ? cookie(spec.child("set_cookie")) : null,
                spec.flag("redirect", false),
                spec.has("stream") ? new Stream(spec.child("stream").texts("columns")) : null,
                spec.flag("image", false),
                spec.flag("upload", false));
        int forms = (traits.redirect ? 1 : 0) + (traits.stream != null ? 1 : 0) + (traits.image ? 1 : 0);
        if (forms > 1) {
            throw spec.bad("an answer is a redirect, a stream or an image, not several of them");
        }
        return traits;
    }

    private static SetCookie cookie(Spec spec) {
        if (!COOKIE.containsAll(spec.members().keySet())) {
            throw spec.bad("set_cookie has name, field, path and max_age_s");
        }
        return new SetCookie(spec.text("name"), spec.text("field"), spec.text("path"), spec.number("max_age_s", 0));
    }

    /** The answer goes to the socket as the concern wrote it. */
    boolean plainAnswer() {
        return setCookie == null && !redirect && stream == null && !image;
    }
}
