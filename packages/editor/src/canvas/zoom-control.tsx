import { useReactFlow, useStore } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { IconButton } from "../ui/button.tsx";

export function ZoomControl() {
  const flow = useReactFlow();
  const zoom = useStore((state) => state.transform[2]);
  const slow = { duration: 180 };
  return (
    <div className="float zoom">
      <IconButton size="sm" icon={Minus} label="Zoom out" keys="−" onClick={() => void flow.zoomOut(slow)} />
      <button
        type="button"
        onClick={() => void flow.zoomTo(1, slow)}
        aria-label={`Zoom ${Math.round(zoom * 100)} %, set to 100 %`}
      >
        {Math.round(zoom * 100)} %
      </button>
      <IconButton size="sm" icon={Plus} label="Zoom in" keys="+" onClick={() => void flow.zoomIn(slow)} />
      <IconButton
        size="sm"
        icon={Maximize}
        label="Show all"
        keys="0"
        onClick={() => void flow.fitView({ ...slow, padding: 0.06, maxZoom: 1 })}
      />
    </div>
  );
}
