package io.pult.mtproto.session;

/**
 * What the application says it is (core.telegram.org/api/invoking, "initConnection"). The strings are what the owner of the
 * account sees under "Devices": they stay the same for an account, since changing them looks like a stolen session.
 *
 * @param apiId and {@code apiHash} of the application, from my.telegram.org; the hash is a secret
 * @param systemLangCode of the operating system: {@code en}
 * @param langCode of the application: {@code en}
 */
public record AppIdentity(
        int apiId,
        String apiHash,
        String deviceModel,
        String systemVersion,
        String appVersion,
        String systemLangCode,
        String langCode) {

    @Override
    public String toString() {
        return "AppIdentity[apiId=%d, deviceModel=%s, systemVersion=%s, appVersion=%s]"
                .formatted(apiId, deviceModel, systemVersion, appVersion);
    }
}
