package io.pult.telegram;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import io.pult.bus.Failure;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A phone number as E.164 has it by its syntax. Which numbers there are is Telegram's to say: it gives numbers that no country
 * has (+888…), and countries open ranges faster than any list of them, so the numbering plans format and warn, and never refuse.
 *
 * @param e164 "+" and 7 to 15 digits, the first not 0
 */
record PhoneNumber(String e164) {
    /** What people and programs write between the digits, the spaces of other alphabets and the hyphens included. */
    private static final Pattern BETWEEN = Pattern.compile("[\\p{Zs}\\t().\\-/\\u2010-\\u2015\\u2212]");

    private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{6,14}");
    /** Longer than any number with whatever stands between its digits. */
    private static final int LONGEST = 40;

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    /**
     * @param text with "+" or 00 before the country's code; without one it is a guess whose number it is
     * @throws Failure UNPROCESSABLE {@code account.phone_invalid}
     */
    static PhoneNumber of(String text) {
        if (text.length() <= LONGEST) {
            String digits = BETWEEN.matcher(text).replaceAll("");
            String full = digits.startsWith("00") ? "+" + digits.substring(2) : digits;
            if (FORM.matcher(full).matches()) {
                return new PhoneNumber(full);
            }
        }
        throw Failure.unprocessable(
                "account.phone_invalid", "A phone is written with + and the country's code, 7 to 15 digits in all");
    }

    /** As it is written between countries; absent when no numbering plan has it. */
    @Nullable
    String formatted() {
        Phonenumber.PhoneNumber known = known();
        return known == null ? null : PLANS.format(known, PhoneNumberFormat.INTERNATIONAL);
    }

    /** @return in words; absent when the numbering plans know nothing against it */
    @Nullable
    String warning(Locale locale) {
        boolean russian = locale.getLanguage().equals("ru");
        Phonenumber.PhoneNumber known = known();
        if (known == null) {
            return russian
                    ? "Ни в одной стране нет такого кода; Telegram может знать этот номер"
                    : "No country has this code; Telegram may know the number all the same";
        }
        if (!PLANS.isValidNumber(known)) {
            return russian
                    ? "В плане нумерации нет таких номеров: проверьте, нет ли опечатки; Telegram может знать и этот"
                    : "The numbering plan has no such numbers: look for a slip of the pen; Telegram may know it all the same";
        }
        return null;
    }

    private Phonenumber.@Nullable PhoneNumber known() {
        try {
            return PLANS.parse(e164, null);
        } catch (NumberParseException e) {
            return null;
        }
    }
}
