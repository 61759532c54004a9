package io.pult;

/** The configuration cannot be used; the message names the setting, what it is now and the remedy. Exit code 2. */
final class ConfigurationException extends RuntimeException {
    ConfigurationException(String message) {
        super(message);
    }
}
