package io.nwfilter.netfilter.analyze.space;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.bdd.VariableMask;
import io.nwfilter.netfilter.analyze.budget.BudgetExceededException;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The variables of packet sets: those of {@link VariableOrder}, then those of atoms. Each of these
 * matters to few packets, such as those that get to one rule: if atoms came first, a set would be
 * there once for each of their combinations.
 */
public final class Variables {

  /** How many things may be unknown; their variables come last. */
  static final int MAX_ATOMS = 1 << 16;

  /** What each variable means that is not of an atom. */
  private static final ImmutableList<Variable> MEANINGS = VariableOrder.all();

  /** The variable of the first atom. */
  public static final int FIRST_ATOM = MEANINGS.size();

  private static final EnumMap<Header, Integer> PRESENCE = new EnumMap<>(Header.class);
  private static final EnumMap<Fact, Integer> FACTS = new EnumMap<>(Fact.class);
  private static final EnumMap<Field, int[]> FIELDS = new EnumMap<>(Field.class);

  static {
    for (int i = 0; i < MEANINGS.size(); i++) {
      Variable meaning = MEANINGS.get(i);
      int variable = i;
      if (meaning instanceof Variable.Has has) {
        PRESENCE.put(has.header(), variable);
      } else if (meaning instanceof Variable.Holds holds) {
        FACTS.put(holds.fact(), variable);
      } else if (meaning instanceof Variable.Bit bit) {
        int width = bit.field().width();
        FIELDS.computeIfAbsent(bit.field(), any -> new int[width])[width - 1 - bit.fromRight()] =
            variable;
      }
    }
  }

  /** The variables of what a set cannot tell. */
  public static final VariableMask ATOMS =
      VariableMask.of(IntStream.range(FIRST_ATOM, FIRST_ATOM + MAX_ATOMS).toArray());

  /** The variables of what connection tracking knows of a packet. */
  public static final VariableMask OF_CONNECTION = mask(Variables::isOfConnection);

  private final Map<Object, Integer> atoms = new HashMap<>();
  private final List<Variable> atomsInOrder = new ArrayList<>();

  /** {@return the fields that have variables} */
  public static Iterable<Field> fields() {
    return FIELDS.keySet();
  }

  /** {@return whether a field has variables; a packet may have several values of others} */
  public boolean has(Field field) {
    return FIELDS.containsKey(field);
  }

  /** {@return the variables of a field, ascending, that of the most significant bit first} */
  public int[] bits(Field field) {
    int[] bits = FIELDS.get(field);
    if (bits == null) {
      throw new IllegalArgumentException(field + " has no variables");
    }
    return bits;
  }

  /** {@return the variable that says whether there is a header} */
  public int presence(Header header) {
    return requireNonNull(PRESENCE.get(header));
  }

  /** {@return the variable that says whether a fact holds} */
  public int fact(Fact fact) {
    return requireNonNull(FACTS.get(fact));
  }

  /** {@return the variable of a question: what is equal has one variable} */
  int atom(Atom atom) {
    return atom(atom, new Variable.Met(atom));
  }

  /** {@return the variable of something that a set cannot tell} */
  int unknown(Unknown unknown) {
    return atom(unknown, new Variable.Open(unknown));
  }

  private int atom(Object atom, Variable meaning) {
    Integer known = atoms.get(atom);
    if (known != null) {
      return known;
    }
    if (atoms.size() == MAX_ATOMS) {
      throw new BudgetExceededException(
          "the analysis needs more than " + MAX_ATOMS + " things that are not known");
    }
    int next = FIRST_ATOM + atoms.size();
    atoms.put(atom, next);
    atomsInOrder.add(meaning);
    return next;
  }

  /** {@return whether a variable is of something that a set cannot tell} */
  public static boolean isAtom(int variable) {
    return variable >= FIRST_ATOM;
  }

  /** {@return the variables that mean what meets a condition, none of an atom, ascending} */
  static int[] all(Predicate<Variable> condition) {
    return IntStream.range(0, MEANINGS.size())
        .filter(i -> condition.test(MEANINGS.get(i)))
        .toArray();
  }

  /** {@return the variables that mean what meets a condition, none of an atom} */
  public static VariableMask mask(Predicate<Variable> condition) {
    return VariableMask.of(all(condition));
  }

  /** {@return the variables of some fields} */
  public static VariableMask bits(Predicate<Field> fields) {
    return mask(meaning -> meaning instanceof Variable.Bit bit && fields.test(bit.field()));
  }

  private static boolean isOfConnection(Variable meaning) {
    return (meaning instanceof Variable.Has has && has.header() == Header.CONNECTION)
        || (meaning instanceof Variable.Bit bit
            && (bit.field() == Field.CONNECTION_STATE
                || bit.field().header() == Header.CONNECTION));
  }

  /** {@return the variables of headers that octets tell, and of facts about them, ascending} */
  public static int[] headersOfOctets() {
    return all(
        meaning ->
            meaning instanceof Variable.Holds
                || (meaning instanceof Variable.Has has && has.header() != Header.CONNECTION));
  }

  /** {@return what a variable means} */
  public Variable meaning(int variable) {
    return variable < FIRST_ATOM ? MEANINGS.get(variable) : atomsInOrder.get(variable - FIRST_ATOM);
  }
}
