package io.pult.playground.vk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of VK's errors, and the refusals that the stand-in makes on its own. */
final class VkErrors {
    static final int AUTHORIZATION = 5;
    static final int OTHER_ADDRESS = 1130;
    static final int CAPTCHA = 14;
    static final int EXPIRED = 1117;
    static final String VALIDATION_PAGE = "/validation";
    private static final int VALIDATION = 17;
    private static final int METHOD_DENIED = 1133;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "Unknown error occurred"),
            Map.entry(2, "Application is disabled. Enable your application or use test mode"),
            Map.entry(3, "Unknown method passed"),
            Map.entry(4, "Incorrect signature"),
            Map.entry(AUTHORIZATION, "User authorization failed: invalid access_token (4)."),
            Map.entry(6, "Too many requests per second"),
            Map.entry(7, "Permission to perform this action is denied"),
            Map.entry(8, "Invalid request"),
            Map.entry(9, "Flood control"),
            Map.entry(10, "Internal server error"),
            Map.entry(12, "Unable to compile code"),
            Map.entry(13, "Runtime error occurred during code invocation"),
            Map.entry(CAPTCHA, "Captcha needed"),
            Map.entry(15, "Access denied"),
            Map.entry(16, "HTTP authorization failed"),
            Map.entry(VALIDATION, "Validation required: please open redirect_uri in browser"),
            Map.entry(18, "User was deleted or banned"),
            Map.entry(19, "Content blocked"),
            Map.entry(20, "Permission to perform this action is denied for non-standalone applications"),
            Map.entry(23, "This method was disabled"),
            Map.entry(24, "Confirmation required"),
            Map.entry(25, "Token confirmation required"),
            Map.entry(27, "Group authorization failed: method is unavailable with group auth."),
            Map.entry(28, "Application authorization failed: method is unavailable with service token."),
            Map.entry(29, "Rate limit reached"),
            Map.entry(30, "This profile is private"),
            Map.entry(36, "Method execution was interrupted due to timeout"),
            Map.entry(37, "User was banned"),
            Map.entry(38, "Unknown application"),
            Map.entry(42, "IP address is not allowed"),
            Map.entry(43, "This section is temporarily unavailable"),
            Map.entry(100, "One of the parameters specified was missing or invalid"),
            Map.entry(101, "Invalid application API ID"),
            Map.entry(104, "Not found"),
            Map.entry(113, "Invalid user id"),
            Map.entry(125, "Invalid group id"),
            Map.entry(203, "Access to group denied"),
            Map.entry(214, "Access to adding post denied"),
            Map.entry(901, "Can't send messages for users without permission"),
            Map.entry(914, "Message is too long"),
            Map.entry(1114, "Anonymous token has expired"),
            Map.entry(1116, "Anonymous token is invalid"),
            Map.entry(EXPIRED, "Access token has expired"),
            Map.entry(3300, "Recaptcha needed"),
            Map.entry(3609, "Token extension required"),
            Map.entry(3610, "User is deactivated"));

    private VkErrors() {}

    static VkRefusal of(int code) {
        return new VkRefusal(new VkError(code, text(code)));
    }

    /** An error whose text goes on after a colon, as in "Access denied: group hide members". */
    static VkRefusal of(int code, String detail) {
        return new VkRefusal(new VkError(code, text(code) + ": " + detail));
    }

    /** A token without the right that a method asks for: VK says so in one way to users and in another to groups. */
    static VkRefusal noScope(VkTokenSpec.Kind kind) {
        return kind == VkTokenSpec.Kind.GROUP
                ? of(7)
                : new VkRefusal(new VkError(
                        15,
                        "Access denied: no access to call this method. It cannot be called with current scopes.",
                        METHOD_DENIED,
                        Map.of()));
    }

    /** @param code 5 or 1117: VK has both for a token whose hour is over */
    static VkRefusal expired(int code) {
        return code == AUTHORIZATION
                ? new VkRefusal(new VkError(code, "User authorization failed: access_token has expired."))
                : of(code);
    }

    static VkRefusal noToken() {
        return new VkRefusal(new VkError(AUTHORIZATION, "User authorization failed: no access_token passed."));
    }

    static VkRefusal otherAddress() {
        return new VkRefusal(forced(AUTHORIZATION, OTHER_ADDRESS, null, ""));
    }

    /**
     * The error that an operator of the stand-in asked for.
     *
     * @param message replaces the usual text; one code of VK has many
     * @param origin where this stand-in answers, for errors that send a person to a page
     */
    static VkError forced(int code, @Nullable Integer subcode, @Nullable String message, String origin) {
        String usual = code == AUTHORIZATION && subcode != null && subcode == OTHER_ADDRESS
                ? "User authorization failed: access_token was given to another ip address."
                : text(code);
        Map<String, String> extras = code == VALIDATION ? Map.of("redirect_uri", origin + VALIDATION_PAGE) : Map.of();
        return new VkError(code, message == null ? usual : message, subcode, extras);
    }

    private static String text(int code) {
        return TEXTS.getOrDefault(code, "Error " + code);
    }
}
