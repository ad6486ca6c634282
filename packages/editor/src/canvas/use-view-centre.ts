import { useReactFlow } from "@xyflow/react";

/** The middle of what is seen, in canvas pixels. */
export function useViewCentre(): () => { x: number; y: number } {
  const flow = useReactFlow();
  return () => {
    const box = window.document.getElementById("canvas")?.getBoundingClientRect();
    return box
      ? flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
      : { x: 0, y: 0 };
  };
}
