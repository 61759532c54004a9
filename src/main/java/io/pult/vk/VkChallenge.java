package io.pult.vk;

import io.pult.infra.Digests;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What VK wants of a person: the letters in a picture (the old captcha), or a visit to a page (the new one, and
 * validation). Absent when nothing of it is an address that a browser may be sent to.
 *
 * @param sid of the picture, to be sent with the letters
 */
record VkChallenge(
        @Nullable String sid,
        @Nullable String image,
        @Nullable String page) {
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final int LONGEST = 2_000;

    /** VK may send a picture beside the page, but then only what the page gives is taken for an answer. */
    static @Nullable VkChallenge of(@Nullable Object sid, @Nullable Object image, @Nullable Object page) {
        String visit = address(page);
        if (visit != null) {
            return new VkChallenge(null, null, visit);
        }
        String name = sid == null ? "" : sid.toString();
        String picture = address(image);
        return picture != null && SID.matcher(name).matches() ? new VkChallenge(name, picture, null) : null;
    }

    /** A short name of it: the sid where there is one, because an answer has to bring it along. */
    String id() {
        return sid != null
                ? sid
                : "page-" + Digests.sha256(String.valueOf(page)).substring(0, 16);
    }

    /** What a person has to answer. */
    List<String> fields() {
        return List.of(sid != null ? "captcha_key" : "success_token");
    }

    /** For the person. */
    Map<String, Object> details() {
        var details = new TreeMap<String, Object>();
        if (sid != null) {
            details.put("captcha_sid", sid);
        }
        if (image != null) {
            details.put("captcha_img", image);
        }
        if (page != null) {
            details.put("redirect_uri", page);
        }
        return details;
    }

    private static @Nullable String address(@Nullable Object value) {
        if (!(value instanceof String text) || text.length() > LONGEST) {
            return null;
        }
        try {
            URI uri = URI.create(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null ? text : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The page carries a session. */
    @Override
    public String toString() {
        return "VkChallenge[" + fields().get(0) + "]";
    }
}
