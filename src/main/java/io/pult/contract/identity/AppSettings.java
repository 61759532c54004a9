package io.pult.contract.identity;

import io.pult.bus.Versioned;

/**
 * What administrators decide about the whole instance while it runs.
 *
 * @param registrationEnabled strangers may become users by themselves
 * @param instanceName as people see it
 * @param langCode of new users who name none: {@code ru} or {@code en}
 */
public record AppSettings(boolean registrationEnabled, String instanceName, String langCode, long version)
        implements Versioned {}
