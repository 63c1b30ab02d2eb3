// The call as the page shows it, made of what has happened. No element of the page is known here.

/** A telephone on the hook. */
export function idle() {
  return {
    phase: "ready",
    listening: null,
    typed: [],
    recording: null,
    agent: null,
  };
}

/** The state after one happening. */
export function after(state, event) {
  const agents = event.leg !== undefined;
  switch (event.is) {
    case "answered":
      return { ...state, phase: "thinking" };
    case "said":
    case "sound":
      if (agents) return state;
      return { ...state, phase: "speaking" };
    case "listening":
      return agents ? state : listening(state, event);
    case "deaf":
      if (agents) return state;
      return { ...state, listening: null, typed: [], phase: "thinking" };
    case "key":
      return state.listening && state.listening.most !== 1
        ? { ...state, typed: [...state.typed, event.key] }
        : state;
    case "recording":
      return { ...state, phase: "recording", recording: event };
    case "recorded":
      return { ...state, phase: "thinking", recording: null };
    case "ringing":
      return { ...state, phase: "ringing", agent: { leg: event.leg, is: "ringing" } };
    case "joined":
      return { ...state, phase: "joined", agent: { ...state.agent, is: "joined" } };
    case "leg_ended":
      if (state.agent?.leg !== event.leg) return state;
      return { ...state, phase: "thinking", agent: null };
    case "ended":
      return { ...idle(), phase: "over" };
    default:
      return state;
  }
}

/** The state after the page itself did something that no happening tells. */
export function agentAnswered(state, leg) {
  return state.agent?.leg === leg ? { ...state, agent: { leg, is: "answered" } } : state;
}

function listening(state, event) {
  const waits = event.until !== null;
  return {
    ...state,
    listening: event,
    phase: waits ? "listening" : state.phase,
  };
}
