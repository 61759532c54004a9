package io.pult.identity.factor;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param admins required: whoever is more than a USER is a mere USER until a second factor is set up
 * @param rpId domain that passkeys are made for; absent: the host of http.public_url, or localhost
 * @param origins of the pages that may use passkeys; empty: http.public_url, or localhost at any port
 */
public record FactorSettings(Admins admins, @Nullable String rpId, List<String> origins) {

    public enum Admins {
        OPTIONAL,
        REQUIRED
    }

    /** @throws IllegalArgumentException naming the component, its value and what it should be */
    public FactorSettings {
        origins = List.copyOf(origins);
        if (rpId == null && !origins.isEmpty()) {
            throw new IllegalArgumentException("factors.origins needs factors.rp_id, the domain that they belong to");
        }
        for (String origin : origins) {
            if (rpId != null && !PasskeySite.belongs(origin, rpId)) {
                throw new IllegalArgumentException("factors.origins has " + origin
                        + " but each must be https://host[:port] with a host of factors.rp_id, " + rpId);
            }
        }
    }

    /** @param publicUrl as clients see this system; absent: on this machine alone */
    public PasskeySite site(@Nullable String publicUrl) {
        String seen = publicUrl == null ? null : publicUrl.replaceAll("/$", "");
        String id = rpId != null
                ? rpId
                : seen == null ? PasskeySite.LOCALHOST : URI.create(seen).getHost();
        if (!origins.isEmpty()) {
            return new PasskeySite(id, origins);
        }
        if (seen != null) {
            return new PasskeySite(id, List.of(seen));
        }
        return new PasskeySite(id, id.equals(PasskeySite.LOCALHOST) ? List.of() : List.of("https://" + id));
    }
}
