package io.pult.playground.vk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The captchas that wait for an answer, of the old style (a picture with a key) and of the new one (a page that gives a
 * {@code success_token}). The key to captcha 7 is {@code key7}, the success token {@code passed7}: tests can compute
 * them, a person can read them from the picture or page.
 */
final class VkCaptchas {
    static final String PICTURE = "/captcha.php";
    static final String PAGE = "/not_robot_captcha";
    private static final int MAX_OPEN = 1_000;

    /** By the answer awaited, the token that was asked. */
    private final Map<String, String> open = new LinkedHashMap<>();

    private final Supplier<String> origin;
    private int last;

    /** How VK asks. */
    enum Style {
        OLD,
        NEW
    }

    VkCaptchas(Supplier<String> origin) {
        this.origin = origin;
    }

    VkRefusal challenge(Style style, VkToken token) {
        String id = Integer.toString(++last);
        if (open.size() >= MAX_OPEN) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(style == Style.OLD ? keyTo(id) : passFor(id), token.value());
        Map<String, String> extras = style == Style.OLD
                ? Map.of("captcha_sid", id, "captcha_img", origin.get() + PICTURE + "?sid=" + id)
                : Map.of(
                        "redirect_uri",
                        origin.get() + PAGE + "?domain=vk.com&session_token=" + id + "&variant=popup&blank=1");
        return new VkRefusal(new VkError(VkErrors.CAPTCHA, "Captcha needed", null, extras));
    }

    /**
     * Whether the call brings the answer to a captcha of its token, which is thereby used up.
     *
     * @throws VkRefusal with a new captcha when the answer is wrong
     */
    boolean solved(VkCall call) {
        String sid = call.text("captcha_sid");
        String key = call.text("captcha_key");
        if (sid != null || key != null) {
            return use(keyTo(sid).equals(key) ? key : null, Style.OLD, call.token());
        }
        String pass = call.text("success_token");
        return pass != null && use(pass, Style.NEW, call.token());
    }

    void clear() {
        open.clear();
    }

    /** The key to an open captcha of the old style. */
    @Nullable
    String key(@Nullable String sid) {
        return open.containsKey(keyTo(sid)) ? keyTo(sid) : null;
    }

    /** The success token of an open captcha of the new style. */
    @Nullable
    String pass(@Nullable String sessionToken) {
        return open.containsKey(passFor(sessionToken)) ? passFor(sessionToken) : null;
    }

    private boolean use(@Nullable String answer, Style style, VkToken token) {
        if (answer == null || !open.remove(answer, token.value())) {
            throw challenge(style, token);
        }
        return true;
    }

    private static String keyTo(@Nullable String sid) {
        return "key" + sid;
    }

    private static String passFor(@Nullable String sessionToken) {
        return "passed" + sessionToken;
    }
}
