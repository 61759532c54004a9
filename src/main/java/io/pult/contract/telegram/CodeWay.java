package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;

/** By which way Telegram sends a code (core.telegram.org/type/auth.SentCodeType). */
public enum CodeWay {
    /** A message of Telegram's own account, in another session of the person. */
    @JsonProperty("app")
    APP,
    @JsonProperty("sms")
    SMS,
    @JsonProperty("call")
    CALL,
    /** The number that calls is the code. */
    @JsonProperty("flash_call")
    FLASH_CALL,
    /** The last digits of the number that calls are the code. */
    @JsonProperty("missed_call")
    MISSED_CALL,
    @JsonProperty("email")
    EMAIL,
    /** An address of e-mail has to be set up first, in an official app. */
    @JsonProperty("email_needed")
    EMAIL_NEEDED,
    /** At fragment.com. */
    @JsonProperty("fragment")
    FRAGMENT,
    /** For official apps alone. */
    @JsonProperty("firebase")
    FIREBASE,
    @JsonProperty("sms_word")
    SMS_WORD,
    @JsonProperty("sms_phrase")
    SMS_PHRASE
}
