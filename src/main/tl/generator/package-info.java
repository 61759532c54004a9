/**
 * Makes the package {@code io.pult.mtproto.api} and the table of {@code io.pult.mtproto.tl.Skip} while the project is built,
 * before it is compiled: hence with nothing but the JDK. {@code Schema} is all that is said, {@code Keep} what of it we use,
 * {@code Model} the one in the light of the other, {@code Reach} who reads and writes it; the rest becomes Java.
 *
 * <p>Cannot guarantee that the schema is Telegram's: only that each id is the number of its line.
 */
package tl.generator;
