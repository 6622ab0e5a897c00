package io.nwfilter.core.filter;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.value.ConnectionState;
import io.nwfilter.core.value.ConnectionStates;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Numeral;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule: what happens to packets of one protocol and direction that meet all conditions.
 *
 * @param action what happens to them
 * @param direction where they go, seen from the virtual machine
 * @param priority the priority as written; of two rules the one with the lower number is evaluated
 *     first. libvirt knows only {@link #effectivePriority()}
 * @param stateMatch whether accepting rules match connection states on their own
 * @param protocol the protocol; empty for a rule that matches every frame
 * @param conditions the conditions, in the order of the attribute table
 * @param iterators the iterators other than 0 that walk lists of values, in the order in which they
 *     advance: the first one fastest, after iterator 0. libvirt takes the order in which elements
 *     name them
 * @param location where it is; not part of equality
 * @param acceptedCodes the codes of the warnings about it that its author has accepted; not part of
 *     equality
 * @param adjustedFrom where it is written that the rule was adjusted, if it was ({@link
 *     Adjustment}); not part of equality
 */
public record Rule(
    Action action,
    Direction direction,
    int priority,
    boolean stateMatch,
    Optional<Protocol> protocol,
    Map<Attribute<?>, Condition<?>> conditions,
    List<Integer> iterators,
    SourceLocation location,
    Set<String> acceptedCodes,
    Optional<SourceLocation> adjustedFrom)
    implements FilterEntry {

  /** The priority of a rule that gives none. */
  public static final int DEFAULT_PRIORITY = 500;

  /** The lowest priority of rules and chains. */
  public static final int MIN_PRIORITY = -1000;

  /** The highest priority of rules and chains. */
  public static final int MAX_PRIORITY = 1000;

  /**
   * Checks that the protocol has the attributes, and puts the conditions in order.
   *
   * @param action what happens to matching packets
   * @param direction where they go
   * @param priority the priority as written
   * @param stateMatch whether accepting rules match connection states on their own
   * @param protocol the protocol, if any
   * @param conditions the conditions, in any order
   * @param iterators iterators in the order in which they advance; those that no condition has are
   *     left out, those that are missing come last, in the order of the table
   * @param location where it is
   * @param acceptedCodes the codes of the warnings about it that its author has accepted
   * @param adjustedFrom where it is written that the rule was adjusted
   * @throws IllegalArgumentException if the protocol does not have all of the attributes
   */
  public Rule {
    requireNonNull(action, "action");
    requireNonNull(direction, "direction");
    requireNonNull(location, "location");
    requireNonNull(adjustedFrom, "adjustedFrom");
    acceptedCodes = ImmutableSet.copyOf(requireNonNull(acceptedCodes, "acceptedCodes"));
    conditions = inTableOrder(protocol, conditions);
    iterators = ordered(iterators, iterators(conditions.values()));
  }

  /** {@return the iterators other than 0 of some conditions, in their order} */
  private static ImmutableSet<Integer> iterators(Iterable<Condition<?>> conditions) {
    ImmutableSet.Builder<Integer> iterators = ImmutableSet.builder();
    for (Condition<?> condition : conditions) {
      condition.iterator().filter(iterator -> iterator != 0).ifPresent(iterators::add);
    }
    return iterators.build();
  }

  private static ImmutableList<Integer> ordered(
      List<Integer> wanted, ImmutableSet<Integer> present) {
    return present.size() < 2
        ? present.asList()
        : Stream.concat(wanted.stream().filter(present::contains), present.stream())
            .distinct()
            .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableMap<Attribute<?>, Condition<?>> inTableOrder(
      Optional<Protocol> protocol, Map<Attribute<?>, Condition<?>> conditions) {
    if (conditions.isEmpty()) {
      return ImmutableMap.of();
    }
    Protocol of =
        protocol.orElseThrow(() -> new IllegalArgumentException("conditions need a protocol"));
    ImmutableMap.Builder<Attribute<?>, Condition<?>> ordered = ImmutableMap.builder();
    int found = 0;
    for (AttributeSpec<?> spec : of.attributes()) {
      Condition<?> condition = conditions.get(spec.attribute());
      if (condition != null && condition.spec().equals(spec)) {
        ordered.put(spec.attribute(), condition);
        found++;
      }
    }
    if (found != conditions.size()) {
      throw new IllegalArgumentException(
          "<" + of + "> does not have all of the attributes " + conditions.keySet());
    }
    return ordered.buildOrThrow();
  }

  /**
   * {@return a builder of a rule that accepts}
   *
   * @param direction where the packets go
   * @param protocol their protocol
   */
  public static Builder accept(Direction direction, Protocol protocol) {
    return builder(Action.ACCEPT, direction).protocol(protocol);
  }

  /**
   * {@return a builder of a rule that drops}
   *
   * @param direction where the packets go
   * @param protocol their protocol
   */
  public static Builder drop(Direction direction, Protocol protocol) {
    return builder(Action.DROP, direction).protocol(protocol);
  }

  /**
   * {@return a builder of a rule that rejects}
   *
   * @param direction where the packets go
   * @param protocol their protocol
   */
  public static Builder reject(Direction direction, Protocol protocol) {
    return builder(Action.REJECT, direction).protocol(protocol);
  }

  /**
   * {@return a builder of a rule with any action, which matches every frame until a protocol is
   * set}
   *
   * @param action what happens to matching packets
   * @param direction where they go
   */
  public static Builder builder(Action action, Direction direction) {
    return new Builder(action, direction);
  }

  /** {@return a builder that holds what this rule holds} */
  public Builder toBuilder() {
    Builder builder = new Builder(action, direction).priorityAsWritten(priority).location(location);
    builder.stateMatch = stateMatch;
    builder.protocol = protocol.orElse(null);
    builder.conditions.putAll(conditions);
    builder.iterators(iterators);
    builder.acceptedCodes.addAll(acceptedCodes);
    builder.adjustedFrom = adjustedFrom;
    return builder;
  }

  /** {@return the layer of its protocol; that of frames if it has none} */
  public Layer layer() {
    return protocol.map(Protocol::layer).orElse(Layer.ETHERNET);
  }

  /**
   * {@return the priority that libvirt uses: the one that is written, or {@value #DEFAULT_PRIORITY}
   * if that is outside {@value #MIN_PRIORITY} to {@value #MAX_PRIORITY}}
   */
  public int effectivePriority() {
    return isLegalPriority(priority) ? priority : DEFAULT_PRIORITY;
  }

  /** {@return whether libvirt accepts a priority for rules and chains} */
  static boolean isLegalPriority(int priority) {
    return priority >= MIN_PRIORITY && priority <= MAX_PRIORITY;
  }

  /**
   * Returns the condition on an attribute.
   *
   * @param <T> the type of its value
   * @param attribute the attribute
   * @return the condition; empty if there is none
   */
  @SuppressWarnings("unchecked") // conditions are stored under their own attribute
  public <T> Optional<Condition<T>> condition(Attribute<T> attribute) {
    return Optional.ofNullable((Condition<T>) conditions.get(attribute));
  }

  /**
   * {@return whether libvirt negates a condition of this rule, which its element need not say: see
   * {@link AttributeSpec#negationFrom()}}
   *
   * @param condition a condition of this rule
   */
  public boolean negates(Condition<?> condition) {
    Optional<Attribute<?>> from = condition.spec().negationFrom();
    if (from.isEmpty()) {
      return condition.negated();
    }
    Condition<?> other = conditions.get(from.get());
    return other != null && other.negated();
  }

  /** {@return whether some condition has a variable for its value} */
  public boolean hasVariables() {
    for (Condition<?> condition : conditions.values()) {
      if (condition.value() instanceof Value.Variable<?>) {
        return true;
      }
    }
    return false;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.rule(this);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Rule other
        && action == other.action
        && direction == other.direction
        && priority == other.priority
        && stateMatch == other.stateMatch
        && protocol.equals(other.protocol)
        && conditions.equals(other.conditions)
        && iterators.equals(other.iterators);
  }

  @Override
  public int hashCode() {
    return Objects.hash(action, direction, priority, stateMatch, protocol, conditions);
  }

  /** Builds a {@link Rule}. */
  public static final class Builder {

    private final Action action;
    private final Direction direction;
    private int priority = DEFAULT_PRIORITY;
    private boolean stateMatch = true;
    private @Nullable Protocol protocol;
    private final Map<Attribute<?>, Condition<?>> conditions = new LinkedHashMap<>();
    private ImmutableList<Integer> iterators = ImmutableList.of();
    private SourceLocation location = SourceLocation.NONE;
    private final Set<String> acceptedCodes = new LinkedHashSet<>();
    private Optional<SourceLocation> adjustedFrom = Optional.empty();

    private Builder(Action action, Direction direction) {
      this.action = requireNonNull(action, "action");
      this.direction = requireNonNull(direction, "direction");
    }

    /**
     * Sets the priority.
     *
     * @param priority -1000 to 1000; 500 if this is not called
     * @return this builder
     * @throws IllegalArgumentException if it is outside, where libvirt would use 500
     */
    public Builder priority(int priority) {
      if (!isLegalPriority(priority)) {
        throw new IllegalArgumentException(
            "rule priority " + priority + " is outside " + MIN_PRIORITY + ".." + MAX_PRIORITY);
      }
      return priorityAsWritten(priority);
    }

    /**
     * Accepts warnings about the rule: they are not reported.
     *
     * @param codes what they are about
     * @return this builder
     */
    public Builder accepting(DiagnosticCode... codes) {
      for (DiagnosticCode code : codes) {
        acceptedCodes.add(code.id());
      }
      return this;
    }

    /**
     * Accepts warnings about the rule: they are not reported.
     *
     * @param codes the stable names of what they are about; unknown ones do nothing
     * @return this builder
     */
    public Builder acceptingCodes(Iterable<String> codes) {
      codes.forEach(code -> acceptedCodes.add(requireNonNull(code, "code")));
      return this;
    }

    /**
     * Sets the priority that a document has, which libvirt may replace by the default.
     *
     * @param priority any number; outside -1000 to 1000 it counts only {@linkplain
     *     Semantics#AS_WRITTEN as written}
     * @return this builder
     */
    public Builder priorityAsWritten(int priority) {
      this.priority = priority;
      return this;
    }

    /**
     * Turns off the rule's own match on connection states.
     *
     * @return this builder
     */
    public Builder withoutStateMatch() {
      this.stateMatch = false;
      return this;
    }

    /**
     * Sets the protocol.
     *
     * @param protocol the protocol element
     * @return this builder
     */
    public Builder protocol(Protocol protocol) {
      this.protocol = protocol;
      return this;
    }

    /**
     * Sets where the rule is.
     *
     * @param location the place
     * @return this builder
     */
    public Builder location(SourceLocation location) {
      this.location = location;
      return this;
    }

    /**
     * Adds a condition: the attribute has the value.
     *
     * @param <T> the type of the value
     * @param attribute an attribute of the protocol
     * @param value the value
     * @return this builder
     * @throws IllegalValueException if the value is not legal there
     */
    public <T> Builder where(Attribute<T> attribute, T value) {
      return put(attribute, value, false);
    }

    /**
     * Adds a condition: the attribute has the value that a text means, as in XML. The text may be a
     * variable, such as {@code $IP}.
     *
     * @param attribute an attribute of the protocol
     * @param text the value or variable
     * @return this builder
     * @throws IllegalValueException if the text is not legal there
     */
    public Builder whereText(Attribute<?> attribute, String text) {
      return parse(attribute, text, false);
    }

    /**
     * Adds a condition: the attribute has that number.
     *
     * @param attribute an attribute of the protocol
     * @param value the number, printed in decimal
     * @return this builder
     * @throws IllegalValueException if the number is not legal there
     */
    public Builder where(Attribute<Numeral> attribute, long value) {
      return put(attribute, numeral(attribute, value), false);
    }

    /**
     * Adds a condition: the attribute does not have the value.
     *
     * @param <T> the type of the value
     * @param attribute an attribute of the protocol
     * @param value the value
     * @return this builder
     * @throws IllegalValueException if the value is not legal there
     */
    public <T> Builder whereNot(Attribute<T> attribute, T value) {
      return put(attribute, value, true);
    }

    /**
     * Adds a condition: the attribute does not have the value that a text means, as in XML.
     *
     * @param attribute an attribute of the protocol
     * @param text the value or variable
     * @return this builder
     * @throws IllegalValueException if the text is not legal there
     */
    public Builder whereNotText(Attribute<?> attribute, String text) {
      return parse(attribute, text, true);
    }

    /**
     * Adds conditions on the source address: {@code srcipaddr} and, after a slash, {@code
     * srcipmask}; for ARP and RARP {@code arpsrcipaddr} and {@code arpsrcipmask}.
     *
     * @param addresses an IPv4 or IPv6 address, as the protocol has it, or a variable such as
     *     {@code $IP}; a slash and the length of a prefix, or a mask, may follow, as in {@code
     *     10.0.0.0/8}
     * @return this builder
     * @throws IllegalValueException if the text is not legal there; the message names attribute and
     *     element
     * @throws IllegalArgumentException if the protocol has no such attribute
     */
    public Builder from(String addresses) {
      return isArp()
          ? network(Attributes.ARPSRCIPADDR, Attributes.ARPSRCIPMASK, addresses)
          : network(Attributes.SRCIPADDR, Attributes.SRCIPMASK, addresses);
    }

    /**
     * Adds conditions on the destination address: {@code dstipaddr} and, after a slash, {@code
     * dstipmask}; for ARP and RARP {@code arpdstipaddr} and {@code arpdstipmask}.
     *
     * @param addresses as {@link #from} takes it
     * @return this builder
     * @throws IllegalValueException if the text is not legal there; the message names attribute and
     *     element
     * @throws IllegalArgumentException if the protocol has no such attribute
     */
    public Builder to(String addresses) {
      return isArp()
          ? network(Attributes.ARPDSTIPADDR, Attributes.ARPDSTIPMASK, addresses)
          : network(Attributes.DSTIPADDR, Attributes.DSTIPMASK, addresses);
    }

    /**
     * Adds a condition on the source port: {@code srcportstart}.
     *
     * @param port 0 to 65535
     * @return this builder
     * @throws IllegalValueException if it is outside
     * @throws IllegalArgumentException if the protocol has no ports, as ICMP
     */
    public Builder fromPort(int port) {
      return where(Attributes.SRCPORTSTART, port);
    }

    /**
     * Adds conditions on the source port: {@code srcportstart} and {@code srcportend}.
     *
     * @param first the lowest port, 0 to 65535
     * @param last the highest port, not less than the first
     * @return this builder
     * @throws IllegalValueException if one is outside
     * @throws IllegalArgumentException if the protocol has no ports, or the range is empty
     */
    public Builder fromPorts(int first, int last) {
      return ports(NumberRange.SOURCE_PORTS, first, last);
    }

    /**
     * Adds a condition on the destination port: {@code dstportstart}.
     *
     * @param port 0 to 65535
     * @return this builder
     * @throws IllegalValueException if it is outside
     * @throws IllegalArgumentException if the protocol has no ports, as ICMP
     */
    public Builder toPort(int port) {
      return where(Attributes.DSTPORTSTART, port);
    }

    /**
     * Adds conditions on the destination port: {@code dstportstart} and {@code dstportend}.
     *
     * @param first the lowest port, 0 to 65535
     * @param last the highest port, not less than the first
     * @return this builder
     * @throws IllegalValueException if one is outside
     * @throws IllegalArgumentException if the protocol has no ports, or the range is empty
     */
    public Builder toPorts(int first, int last) {
      return ports(NumberRange.DESTINATION_PORTS, first, last);
    }

    /**
     * Adds a condition on the state of the connection: {@link Attributes#STATE}.
     *
     * @param states the states that match
     * @return this builder
     * @throws IllegalArgumentException if the protocol has no such attribute: those of the Ethernet
     *     layer have no connections
     */
    public Builder states(ConnectionState... states) {
      return where(Attributes.STATE, ConnectionStates.of(states));
    }

    private boolean isArp() {
      return protocol == Protocol.ARP || protocol == Protocol.RARP;
    }

    private Builder network(
        Attribute<IpAddress> address, Attribute<PrefixLength> mask, String addresses) {
      int slash = addresses.indexOf('/');
      return slash < 0
          ? whereText(address, addresses)
          : whereText(address, addresses.substring(0, slash))
              .whereText(mask, addresses.substring(slash + 1));
    }

    private Builder ports(NumberRange range, int first, int last) {
      protocolOrThrow().spec(range.start());
      if (first > last) {
        throw new IllegalArgumentException(
            place(range.start()) + ": no port is in " + first + ".." + last);
      }
      return where(range.start(), first).where(range.end(), last);
    }

    /**
     * Adds a condition; one on the same attribute is replaced, as the last one counts in libvirt.
     *
     * @param condition the condition
     * @return whether one was replaced
     */
    public boolean add(Condition<?> condition) {
      return conditions.put(condition.spec().attribute(), condition) != null;
    }

    /**
     * Sets the order in which the iterators of the rule's variables advance, the first one fastest.
     * Iterator 0 always advances before the others.
     *
     * @param order ids of iterators; if this is not called, or for those that are missing, it is
     *     the order of the attribute table
     * @return this builder
     */
    public Builder iterators(Iterable<Integer> order) {
      this.iterators = ImmutableList.copyOf(order);
      return this;
    }

    private <T> Builder put(Attribute<T> attribute, T value, boolean negated) {
      AttributeSpec<T> spec = protocolOrThrow().spec(attribute);
      try {
        add(new Condition<>(spec, spec.check(new Value.Literal<>(value)), negated));
      } catch (IllegalValueException e) {
        throw new IllegalValueException(place(attribute), e);
      }
      return this;
    }

    private <T> Builder parse(Attribute<T> attribute, String text, boolean negated) {
      AttributeSpec<T> spec = protocolOrThrow().spec(attribute);
      try {
        add(new Condition<>(spec, spec.parse(text), negated));
      } catch (IllegalValueException e) {
        throw new IllegalValueException(place(attribute) + maskAfter(spec, text), e);
      }
      return this;
    }

    private Numeral numeral(Attribute<Numeral> attribute, long value) {
      AttributeSpec<Numeral> spec = protocolOrThrow().spec(attribute);
      if (value < 0) {
        throw new IllegalValueException(
            place(attribute),
            new IllegalValueException(Long.toString(value), spec.type().description()));
      }
      return Numeral.of(value);
    }

    private String place(Attribute<?> attribute) {
      return attribute + " of <" + protocol + ">";
    }

    /** {@return where the part after a slash belongs, if there is one in the text of an address} */
    private String maskAfter(AttributeSpec<?> spec, String text) {
      String mask = spec.attribute().xmlName().replace("addr", "mask");
      return text.indexOf('/') >= 0
              && spec.attribute().valueClass() != String.class
              && protocolOrThrow().attribute(mask).filter(row -> !row.equals(spec)).isPresent()
          ? ", whose mask is an attribute of its own, " + mask
          : "";
    }

    private Protocol protocolOrThrow() {
      if (protocol == null) {
        throw new IllegalStateException("set the protocol before its attributes");
      }
      return protocol;
    }

    /** Notes where it is written that the rule was adjusted. */
    Builder adjustedFrom(SourceLocation place) {
      adjustedFrom = Optional.of(place);
      return this;
    }

    /** {@return the rule} */
    public Rule build() {
      return new Rule(
          action,
          direction,
          priority,
          stateMatch,
          Optional.ofNullable(protocol),
          ImmutableMap.copyOf(conditions),
          iterators,
          location,
          acceptedCodes,
          adjustedFrom);
    }
  }
}
