package io.nwfilter.netfilter.guarantee;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import io.nwfilter.netfilter.CompiledRules;
import io.nwfilter.netfilter.exchange.GuestSituation;
import java.util.function.Function;

/**
 * Something that filters may guarantee for all packets. {@link Guarantees} has those that there
 * are.
 */
public final class Guarantee {

  /** How many packets are tried unless another number is given. */
  public static final int DEFAULT_TRIES = 1000;

  /** The seed that packets are made with unless another one is given. */
  public static final long DEFAULT_SEED = 1;

  private final String name;
  private final String says;
  private final String doesNotCover;
  private final Function<Subject, Statement> statement;

  Guarantee(String name, String says, String doesNotCover, Function<Subject, Statement> statement) {
    this.name = requireNonNull(name, "name");
    this.says = requireNonNull(says, "says");
    this.doesNotCover = requireNonNull(doesNotCover, "doesNotCover");
    this.statement = requireNonNull(statement, "statement");
  }

  /** {@return its name: words in lower case with hyphens; ports after an equals sign} */
  public String name() {
    return name;
  }

  /** {@return what it guarantees, as a sentence} */
  public String says() {
    return says;
  }

  /** {@return what one might expect it to guarantee, but it does not, as a sentence} */
  public String doesNotCover() {
    return doesNotCover;
  }

  /**
   * {@return what it states of a guest}
   *
   * @param subject the guest on its host
   */
  public Statement statement(Subject subject) {
    return statement.apply(subject);
  }

  /**
   * {@return whether it holds for the first interface of compiled rules on a bridge, by {@value
   * #DEFAULT_TRIES} packets}
   *
   * @param compiled the rules, of at least one interface
   * @throws IllegalArgumentException if there is no interface
   */
  public Verification verify(CompiledRules compiled) {
    return verify(Subject.of(compiled));
  }

  /**
   * {@return whether it holds for the first interface of compiled rules on a bridge}
   *
   * @param compiled the rules, of at least one interface
   * @param tries how many packets are tried, at least 1
   * @throws IllegalArgumentException if there is no interface, or tries are fewer than 1
   */
  public Verification verify(CompiledRules compiled, int tries) {
    return verify(Subject.of(compiled), tries, DEFAULT_SEED);
  }

  /**
   * {@return whether it holds for a guest on its bridge or virtual network, by {@value
   * #DEFAULT_TRIES} packets}
   *
   * @param situation the guest, with the rules of its host
   */
  public Verification verify(GuestSituation situation) {
    return verify(Subject.of(situation));
  }

  /**
   * {@return whether it holds, by {@value #DEFAULT_TRIES} packets}
   *
   * @param subject the guest on its host
   */
  public Verification verify(Subject subject) {
    return verify(subject, DEFAULT_TRIES, DEFAULT_SEED);
  }

  /**
   * {@return whether it holds}
   *
   * @param subject the guest on its host
   * @param tries how many packets are tried, at least 1; a statement of several parts tries at
   *     least one for each, and an exchange has as many as it has
   * @param seed decides which packets these are
   * @throws IllegalArgumentException if tries are fewer than 1
   */
  public Verification verify(Subject subject, int tries, long seed) {
    checkArgument(tries >= 1, "%s tries are fewer than 1", tries);
    return statement(subject).accept(new Trial(subject, tries, seed));
  }

  /** {@return its name} */
  @Override
  public String toString() {
    return name;
  }
}
